import { expect, test } from 'vitest';
import { customerKeyFaults, keyIn, regionOfKey } from '../../functions/core/settings-customer-key.ts';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const MULTI_REGION_KEY = 'arn:aws:kms:eu-central-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const TWO = ['eu-central-1', 'us-east-1'];

test.each([
  { name: 'none', customerKey: false, vantages: TWO },
  { name: 'one of its own', customerKey: true, vantages: TWO },
  { name: 'a key where no region is named', customerKey: KEY, vantages: [] },
  { name: 'a key of the only region', customerKey: KEY, vantages: ['eu-central-1'] },
  { name: 'a multi-region key for two', customerKey: MULTI_REGION_KEY, vantages: TWO },
])('$name is fine', ({ customerKey, vantages }) => {
  expect(customerKeyFaults({ customerKey, vantages })).toEqual([]);
});

test('a replica of a key has the same id in its own region', () => {
  expect(regionOfKey(MULTI_REGION_KEY)).toBe('eu-central-1');
  expect(keyIn('us-east-1', MULTI_REGION_KEY)).toBe(MULTI_REGION_KEY.replace('eu-central-1', 'us-east-1'));
});

import type { FaultRow } from './row.ts';

const ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const KEY = `arn:aws:kms:eu-central-1:111122223333:key/${ID}`;
const MULTI_REGION_KEY = 'arn:aws:kms:eu-central-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const KEY_RULE = /^must be true for a key of its own, or the ARN of a KMS key/;

/** Rules over keys, protection and tags. */
export const DEPLOYMENT_ROWS: readonly FaultRow[] = [
  ...[ID, 'alias/monitor', 'arn:aws:kms:eu-central-1:111122223333:alias/monitor', `${KEY}0`, ''].map((customerKey) => ({
    name: `"${customerKey}" as a key`,
    config: { customerKey },
    path: 'customerKey',
    says: KEY_RULE,
  })),
  { name: 'a key that is no text', config: { customerKey: { arn: KEY } }, path: 'customerKey', says: KEY_RULE },
  {
    name: 'a key of another region than the home',
    config: { customerKey: MULTI_REGION_KEY, vantages: ['us-east-1', 'eu-central-1'] },
    host: 'lambda',
    path: 'customerKey',
    says: /^must be a key of the home region, which is us-east-1$/,
  },
  {
    name: 'a key of one region for two',
    config: { customerKey: KEY, vantages: ['eu-central-1', 'us-east-1'] },
    host: 'lambda',
    path: 'customerKey',
    says: /name a multi-region key \(mrk-…\) that has a replica in each, or say true$/,
  },
  {
    name: 'protection as text',
    config: { deletionProtection: 'yes' },
    path: 'deletionProtection',
    found: '"yes"',
    says: /^must be true or false$/,
  },
  { name: 'tags as a list', config: { tags: ['ops'] }, path: 'tags', says: /^must be an object of tags, like/ },
  { name: "a tag's value that is no text", config: { tags: { cost: 42 } }, path: 'tags.cost', says: /^must be text$/ },
  { name: 'a tag with a comma', config: { tags: { team: 'a,b' } }, path: 'tags.team', says: /^a tag's value may hold/ },
  { name: 'a tag of AWS', config: { tags: { 'aws:team': 'x' } }, path: 'tags.aws:team', says: /belong to AWS$/ },
  { name: 'a tag of ours', config: { tags: { Application: 'x' } }, path: 'tags.Application', says: /is a tag of the/ },
  { name: 'a tag without a name', config: { tags: { '': 'x' } }, path: 'tags.', says: /^a tag's name may hold/ },
  {
    name: 'more tags than AWS takes',
    config: { tags: Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`t${index}`, 'x'])) },
    path: 'tags',
    found: '41',
    says: /^must be at most 40 tags$/,
  },
];

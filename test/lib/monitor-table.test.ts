import { expect, test } from 'vitest';
import { monitorTemplate, onlyResource } from '../support/template.ts';

const table = onlyResource(monitorTemplate(), 'AWS::DynamoDB::Table', 'Table');

test('is keyed by pk and sk, both text', () => {
  expect(table.Properties).toMatchObject({
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
  });
});

test('is paid by request', () => {
  expect(table.Properties.BillingMode).toBe('PAY_PER_REQUEST');
});

test('forgets by expiresAt', () => {
  expect(table.Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
});

test('can be restored to any point in time', () => {
  expect(table.Properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
});

test('goes with the stack, but not when an update replaces it', () => {
  expect(table).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Retain' });
  expect(table.Properties).not.toHaveProperty('DeletionProtectionEnabled', true);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoStates } from '../../functions/adapters/dynamodb/states.ts';
import { PARTITIONS } from '../../functions/adapters/dynamodb/table.ts';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteStates } from '../../functions/adapters/sqlite/states.ts';
import { NO_DIGEST, newTally, type DigestState } from '../../functions/core/digest/week-tally.ts';
import { TICK_AT } from '../support/builders.ts';
import { startDynamoDb, type DynamoDbEndpoint } from '../support/dynamodb-endpoint.ts';
import { stateStoreContract } from './state-store-contract.ts';

const STATES: [DigestState, DigestState, DigestState] = [
  NO_DIGEST,
  { ...NO_DIGEST, underWay: newTally({ id: 'digest/2026-03-01', from: TICK_AT }) },
  { ...NO_DIGEST, doneId: 'digest/2026-03-01' },
];

describe('where the weekly message stands, in SQLite', () => {
  stateStoreContract(
    () => Promise.resolve(sqliteStates<DigestState>(openDatabase(':memory:'), 'digest_state')),
    STATES,
  );
});

describe('where the weekly message stands, in DynamoDB', () => {
  let endpoint: DynamoDbEndpoint;
  beforeAll(async () => {
    endpoint = await startDynamoDb();
  });
  afterAll(async () => {
    await endpoint.close();
  });
  stateStoreContract(async () => {
    const table = { client: endpoint.client, tableName: await endpoint.createTable(), newId: randomUUID };
    return dynamoStates<DigestState>(table, PARTITIONS.digest);
  }, STATES);
});

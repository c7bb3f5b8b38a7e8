import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { CommandWorld } from '../../../functions/local/commands/command.ts';
import { startDynamoDb, type DynamoDbEndpoint } from '../../support/dynamodb-endpoint.ts';
import { aWorld } from './problems-world.ts';

/** What each test finds: an empty folder with a config, and DynamoDB. */
export interface ProblemsSetup {
  endpoint: DynamoDbEndpoint;
  folder: string;
  config: string;
  /** With clients of DynamoDB of its own, since a command closes them. */
  world(): CommandWorld;
}

/** Sets that up for all tests of the file. */
export function problemsSetup(): ProblemsSetup {
  const setup = {
    folder: '',
    config: '',
    world: () => {
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      const dynamo = () => new DynamoDBClient({ endpoint: setup.endpoint.url, region: 'eu-west-1', credentials });
      return aWorld({ folder: setup.folder, dynamo });
    },
  } as ProblemsSetup;
  beforeAll(async () => {
    setup.endpoint = await startDynamoDb();
  });
  afterAll(async () => {
    await setup.endpoint.close();
  });
  beforeEach(() => {
    setup.folder = mkdtempSync(join(tmpdir(), 'problems-'));
    setup.config = join(setup.folder, 'monitor.mjs');
    writeFileSync(setup.config, "export default { timeZone: 'Europe/Amsterdam' };\n");
    return () => {
      rmSync(setup.folder, { recursive: true });
    };
  });
  return setup;
}

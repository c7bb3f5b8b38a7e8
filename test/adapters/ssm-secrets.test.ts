import { SSMClient } from '@aws-sdk/client-ssm';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ssmSecrets } from '../../functions/adapters/ssm-secrets.ts';
import { MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { Secrets } from '../../functions/core/ports.ts';
import { TICK_AT } from '../support/builders.ts';
import type { AwsEndpoint, AwsReply } from '../support/aws-endpoints.ts';
import { getParameterOf, jsonReply, startSsm } from '../support/aws-endpoints-services.ts';

const NAME = '/apiv2-health/token';
const SECRET = 'PlantedTokenPlantedTokenPlanted1';
const KEEP_MS = 5 * MINUTE_MS;

let parameters: Map<string, string>;
let now: EpochMs;
let ssm: AwsEndpoint;
let client: SSMClient;
let secrets: Secrets;
beforeEach(async () => {
  parameters = new Map([[NAME, SECRET]]);
  now = TICK_AT;
  ssm = await startSsm(parameters);
  client = new SSMClient({ ...ssm.clientConfig, maxAttempts: 1 });
  secrets = ssmSecrets({ client, now: () => now, keepMs: KEEP_MS });
});
afterEach(async () => {
  client.destroy();
  await ssm.close();
});

test('a parameter is read by name and decrypted', async () => {
  expect(await secrets.read(NAME, 'cached')).toBe(SECRET);
  expect(ssm.requests.map(getParameterOf)).toEqual([{ Name: NAME, WithDecryption: true }]);
});

describe('a value is kept', () => {
  test('for its time, then read again', async () => {
    await secrets.read(NAME, 'cached');
    parameters.set(NAME, 'rotated');
    now += KEEP_MS - 1;
    expect(await secrets.read(NAME, 'cached')).toBe(SECRET);
    expect(ssm.requests).toHaveLength(1);
    now += 1;
    expect(await secrets.read(NAME, 'cached')).toBe('rotated');
    expect(ssm.requests).toHaveLength(2);
  });

  test('per parameter', async () => {
    parameters.set('/other', 'other value');
    await secrets.read(NAME, 'cached');
    expect(await secrets.read('/other', 'cached')).toBe('other value');
    expect(await secrets.read(NAME, 'cached')).toBe(SECRET);
    expect(ssm.requests).toHaveLength(2);
  });

  test('until a fresh one is asked for, which is kept in its place', async () => {
    await secrets.read(NAME, 'cached');
    parameters.set(NAME, 'rotated');
    expect(await secrets.read(NAME, 'fresh')).toBe('rotated');
    expect(await secrets.read(NAME, 'cached')).toBe('rotated');
    expect(ssm.requests).toHaveLength(2);
  });

  test('although a fresh one could not be had', async () => {
    await secrets.read(NAME, 'cached');
    parameters.delete(NAME);
    await expect(secrets.read(NAME, 'fresh')).rejects.toThrow();
    expect(await secrets.read(NAME, 'cached')).toBe(SECRET);
  });
});

describe('a value that cannot be read', () => {
  test('a missing parameter rejects, and is asked for again next time', async () => {
    parameters.delete(NAME);
    await expect(secrets.read(NAME, 'cached')).rejects.toMatchObject({ name: 'ParameterNotFound' });
    parameters.set(NAME, SECRET);
    expect(await secrets.read(NAME, 'cached')).toBe(SECRET);
  });

  test('a parameter without a value rejects by its name', async () => {
    ssm.reply = () => jsonReply('1.1', 200, { Parameter: { Name: NAME } });
    await expect(secrets.read(NAME, 'cached')).rejects.toThrow('the parameter /apiv2-health/token has no value');
  });

  test('a missing grant rejects', async () => {
    ssm.reply = () => jsonReply('1.1', 400, { __type: 'AccessDeniedException', message: 'not authorized' });
    await expect(secrets.read(NAME, 'cached')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test.for<{ name: string; reply: AwsReply }>([
    { name: 'that is not JSON', reply: { status: 200, type: 'application/x-amz-json-1.1', body: SECRET } },
    {
      name: 'with a value that is not quoted',
      reply: { status: 200, type: 'application/x-amz-json-1.1', body: `{"Parameter":{"Value":${SECRET}}}` },
    },
    {
      name: 'that breaks off in the value',
      reply: { status: 200, type: 'application/x-amz-json-1.1', body: `{"Parameter":{"Value":"${SECRET}` },
    },
    { name: 'with the value in an error', reply: { status: 500, type: 'text/plain', body: SECRET } },
  ])('an answer $name rejects without a piece of the value', async ({ reply }) => {
    ssm.reply = () => reply;
    const error: unknown = await secrets.read(NAME, 'cached').catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error)).not.toContain(SECRET.slice(0, 4));
    expect(String(error)).toContain(NAME);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { bundleHandler } from '../../lib/handler-code.ts';
import { leftOut } from '../../lib/left-out.ts';
import { startAwsEndpoint, type AwsReply } from '../support/aws-endpoints.ts';
import { jsonReply, queryError } from '../support/aws-endpoints-services.ts';
import { handler as unbundled, type CallName } from '../support/refused-calls.ts';
import { lambdaSettings } from '../support/template.ts';

const SOURCE = join(import.meta.dirname, '..', 'support', 'refused-calls.ts');
const formatStack = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
let folder: string;
let bundled: typeof unbundled;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-test-'));
  bundleHandler(SOURCE, folder, lambdaSettings());
  ({ handler: bundled } = createRequire(import.meta.url)(join(folder, 'index.js')) as { handler: typeof unbundled });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  if (formatStack === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
  else Object.defineProperty(Error, 'prepareStackTrace', formatStack);
});

/** What DynamoDB says when it refuses. */
function dynamoError(type: string, more: object = {}, status = 400): AwsReply {
  return jsonReply('1.0', status, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no', ...more });
}
const cancelled = (...codes: string[]) =>
  dynamoError('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });

describe('an error of AWS is told in a bundle as it is outside of one', () => {
  const rows: readonly { name: string; call: CallName; reply: AwsReply; told: RegExp }[] = [
    {
      name: 'a condition that fails, with the item in the way',
      call: 'put',
      reply: dynamoError('ConditionalCheckFailedException', { Item: { pk: { S: 'a' }, n: { N: '7' } } }),
      told: /^\{"written":false,"found":\{"pk":\{"S":"a"\},"n":\{"N":"7"\}\}\}$/,
    },
    {
      name: 'a transaction that holds the item',
      call: 'put',
      reply: dynamoError('TransactionConflictException'),
      told: /^\{"written":false,"found":null\}$/,
    },
    {
      name: 'a transaction whose conditions fail',
      call: 'transact',
      reply: cancelled('None', 'ConditionalCheckFailed'),
      told: /^\[\[1,"condition-failed"\]\]$/,
    },
    {
      name: 'a transaction that meets others at every try',
      call: 'transact',
      reply: cancelled('TransactionConflict', 'None'),
      told: /^\[\[0,"contended"\]\]$/,
    },
    {
      name: 'a transaction that is throttled',
      call: 'transact',
      reply: cancelled('ThrottlingError'),
      told: /"name":"TransactionCanceledException","message":"no","status":400,"fault":"client"/,
    },
    {
      name: 'a table that is gone',
      call: 'put',
      reply: dynamoError('ResourceNotFoundException'),
      told: /"name":"ResourceNotFoundException","message":"no","status":400,"fault":"client"/,
    },
    {
      name: 'a table that is throttled',
      call: 'put',
      reply: dynamoError('ProvisionedThroughputExceededException'),
      told: /"name":"ProvisionedThroughputExceededException"/,
    },
    {
      name: 'a fault of DynamoDB',
      call: 'put',
      reply: dynamoError('InternalServerError', {}, 500),
      told: /"name":"InternalServerError","message":"no","status":500,"fault":"server"/,
    },
    {
      name: 'a parameter that does not exist',
      call: 'read-parameter',
      reply: jsonReply('1.1', 400, { __type: 'ParameterNotFound', message: 'gone' }),
      told: /"name":"ParameterNotFound","message":"gone","status":400,"fault":"client"/,
    },
    {
      name: 'a parameter that may not be read',
      call: 'read-parameter',
      reply: jsonReply('1.1', 400, { __type: 'AccessDeniedException', Message: 'not authorized' }),
      told: /"name":"AccessDeniedException","message":"not authorized"/,
    },
    {
      name: 'a message that SNS will never take',
      call: 'publish',
      reply: queryError(400, 'InvalidParameter', 'too long'),
      told: /^\{"result":"refused","error":\{"name":"InvalidParameterException","message":"too long"/,
    },
    {
      name: 'an attribute that SNS will never take',
      call: 'publish',
      reply: queryError(400, 'ParameterValueInvalid', 'empty'),
      told: /^\{"result":"refused","error":\{"name":"InvalidParameterValueException"/,
    },
    {
      name: 'a fault of SNS',
      call: 'publish',
      reply: queryError(500, 'InternalFailure', 'later'),
      told: /^\{"result":"ambiguous","error":\{"name":"InternalFailure","message":"later","status":500,"fault":"server"/,
    },
    {
      name: 'metrics that may not be published',
      call: 'put-metrics',
      reply: jsonReply('1.0', 403, { __type: 'AccessDeniedException', message: 'not authorized' }),
      told: /"name":"AccessDeniedException","message":"not authorized","status":403,"fault":"client"/,
    },
  ];

  test.for(rows)('$name', async ({ call, reply, told }) => {
    const service = await startAwsEndpoint(() => reply);
    onTestFinished(() => service.close());
    const found = await bundled({ call, endpoint: service.url });
    expect(found).toMatch(told);
    expect(found).toBe(await unbundled({ call, endpoint: service.url }));
  });

  test('only what SNS calls by another name on the wire keeps that one, and is judged the same', async () => {
    const service = await startAwsEndpoint(() => queryError(403, 'AuthorizationError', 'not authorized'));
    onTestFinished(() => service.close());
    const told = async (one: typeof unbundled) =>
      JSON.parse(await one({ call: 'publish', endpoint: service.url })) as { result: string; error: { name: string } };
    const [inBundle, outside] = [await told(bundled), await told(unbundled)];
    expect(inBundle.error.name).toBe('AuthorizationError');
    expect(inBundle).toEqual({ ...outside, error: { ...outside.error, name: 'AuthorizationError' } });
  });
});

const SMITHY = [
  '@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js',
  '@smithy/core/dist-es/submodules/retry/util-retry/DefaultRateLimiter.js',
];

describe('a release of a package that is put together in another way fails the build', () => {
  const SCHEMAS = '@aws-sdk/client-sns/dist-es/schemas/schemas_0.js';
  const UNDICI = ['lib/llhttp/llhttp-wasm.js', 'lib/dispatcher/client-h2.js', 'lib/web/fetch/body.js'];
  const FORMS = ['lib/web/fetch/formdata.js', 'lib/web/webidl/index.js'];

  async function failureWith(files: Readonly<Record<string, string>>): Promise<string> {
    const packages = join(mkdtempSync(join(folder, 'packages-')), 'node_modules');
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(packages, file)), { recursive: true });
      writeFileSync(join(packages, file), text);
    }
    const contents = `import ${JSON.stringify(`./node_modules/${SCHEMAS}`)};`;
    const stdin = { contents, resolveDir: dirname(packages) };
    return build({ stdin, bundle: true, write: false, logLevel: 'silent', plugins: [leftOut(packages)] }).then(
      () => 'built',
      (error: unknown) => String(error),
    );
  }
  const undici = Object.fromEntries(
    [...[...UNDICI, ...FORMS].map((file) => `undici/${file}`), ...SMITHY].map((file) => [file, '']),
  );
  const schemas = 'export var A$ = [1];\nn0_registry.registerError(A$, A);\n';

  test('not as it is put together now', async () => {
    expect(await failureWith({ ...undici, [SCHEMAS]: schemas })).toBe('built');
  });

  test('a file that is gone', async () => {
    const others = Object.fromEntries(Object.entries(undici).filter(([file]) => !file.endsWith('client-h2.js')));
    expect(await failureWith({ ...others, [SCHEMAS]: schemas })).toContain(
      'undici/lib/dispatcher/client-h2.js is gone',
    );
  });

  test('errors that are made known differently', async () => {
    const text = 'export const A = errorSchema(1);\n';
    expect(await failureWith({ ...undici, [SCHEMAS]: text })).toMatch(/schemas_0\.js has nothing to leave out/);
  });
});

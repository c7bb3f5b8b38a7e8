import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DELIVERIES, type Observation } from '../../../functions/core/model/observation.ts';
import { failureName, isFailure, type Failure } from '../../../functions/core/model/outcome.ts';
import { classify } from '../../../functions/core/probing/classify.ts';
import { CLASSES, explain } from '../../../functions/core/probing/failures.ts';
import { nextAttempt } from '../../../functions/core/probing/retry-schedule.ts';
import { AUTHORIZATION_SAMPLES, CONTENT_SAMPLES } from '../../fixtures/common-errors.ts';
import { HTML_HEADERS, HTML_PAGE, NO_EXPECTATION, answered, broken } from '../../support/observations.ts';
import { bodyVariant, entriesOf, withEntries } from '../../support/sample-variants.ts';

/** The page names no status for its samples, only "4xx". */
const STATUSES = [400, 401, 403, 422] as const;
const SAMPLES = [...CONTENT_SAMPLES, ...AUTHORIZATION_SAMPLES];

function failureOf(observation: Observation): Failure {
  const outcome = classify(observation, NO_EXPECTATION);
  if (!isFailure(outcome)) throw new Error('the observation was taken for healthy');
  return outcome;
}

const nameOf = (observation: Observation): string => failureName(failureOf(observation));

/** Whether the probe tries again, with time and attempts to spare. */
function isRetried(failure: Failure): boolean {
  return nextAttempt(
    { attempts: 3, baseMs: 500, capMs: 8000 },
    { longAttemptMs: 10_000, probeMs: 75_000 },
    { attemptCount: 1, outcome: failure, attemptMs: 100, elapsedMs: 100, runLeftMs: 100_000 },
    () => 0.5,
  ).retry;
}

describe.each(SAMPLES)('$name: $says', (sample) => {
  test.each(STATUSES)('with status %i', (status) => {
    expect(nameOf(answered(status, sample.body))).toBe(sample.failure);
  });

  test('the explanation says what the page says', () => {
    const { cause, remedy } = explain(failureOf(answered(400, sample.body)));
    for (const words of sample.cause) expect(cause).toMatch(words);
    for (const words of sample.remedy) expect(remedy).toMatch(words);
  });

  test('the detail names the part that is wrong', () => {
    expect(failureOf(answered(400, sample.body)).detail).toBe(sample.detail);
  });

  test('the same request is not sent again', () => {
    expect(isRetried(failureOf(answered(400, sample.body)))).toBe(false);
  });

  test('key order, letter case, further properties and moreAfter make no difference', () => {
    fc.assert(
      fc.property(bodyVariant(sample.body), fc.constantFrom(...STATUSES), (body, status) => {
        expect(nameOf(answered(status, body))).toBe(sample.failure);
      }),
    );
  });

  test('data may be one object instead of a list', () => {
    expect(nameOf(answered(400, withEntries(sample.body, entriesOf(sample.body)[0])))).toBe(sample.failure);
  });

  test('the position in a list request is kept', () => {
    const [entry] = entriesOf(sample.body);
    const place = 'propertyName' in (entry ?? {}) ? String(entry?.propertyName) : 'item';
    const failure = failureOf(answered(400, withEntries(sample.body, [{ ...entry, listIndex: 3 }])));
    expect(failureName(failure)).toBe(sample.failure);
    expect(failure.detail).toBe(`${place}[3]: ${String(entry?.message)}`);
  });
});

describe('several entries', () => {
  const contentEntries = CONTENT_SAMPLES.flatMap(({ body }) => entriesOf(body));

  test.each(AUTHORIZATION_SAMPLES)('authorization wins over content at any position: $name', (sample) => {
    const [authorization] = entriesOf(sample.body);
    for (let position = 0; position <= contentEntries.length; position += 1) {
      const entries = contentEntries.toSpliced(position, 0, authorization ?? {});
      const failure = failureOf(answered(400, withEntries(sample.body, entries)));
      expect(failureName(failure), `at position ${position}`).toBe(sample.failure);
      expect(failure.detail).toContain('Api-Company: Required header; ');
    }
  });

  test('a missing header wins over an invalid one, since it is to be corrected first', () => {
    const body = withEntries(CONTENT_SAMPLES[0]?.body ?? '', contentEntries.toReversed());
    expect(nameOf(answered(400, body))).toBe('content/missing-header');
  });
});

describe('content errors: any other 4xx is the request, and is to be corrected', () => {
  test.each([400, 404, 405, 406, 409, 410, 413, 415, 418, 422, 451, 499])('status %i', (status) => {
    const failure = failureOf(answered(status, '{"type":"Error","data":[{"message":"No"}],"status":"error"}'));
    expect(failure.class).toBe('content');
    expect(failure.detail).toBe('No');
    expect(isRetried(failure)).toBe(false);
    expect(CLASSES.content.concerns).toContain('the request');
    expect(explain(failure).remedy).toMatch(/correct the request|check the target’s path|choose an endpoint/i);
  });
});

describe('network errors: socket and timeout exceptions', () => {
  const rows = [
    { name: 'name not found', observation: broken('resolve', 'ENOTFOUND'), kind: 'dns-not-found' },
    { name: 'socket refused', observation: broken('connect', 'ECONNREFUSED'), kind: 'connect-refused' },
    { name: 'connect timed out', observation: broken('connect', 'ETIMEDOUT'), kind: 'connect-timeout' },
    { name: 'socket reset', observation: broken('processing', 'ECONNRESET'), kind: 'connection-reset' },
    { name: 'socket closed', observation: broken('processing', 'PEER_CLOSED'), kind: 'connection-closed' },
    { name: 'read timed out', observation: broken('processing', 'RESPONSE_DEADLINE'), kind: 'response-timeout' },
    { name: 'broken pipe', observation: broken('request', 'EPIPE'), kind: 'connection-reset' },
  ];

  test.each(rows)('$name', ({ observation, kind }) => {
    expect(nameOf(observation)).toBe(`network/${kind}`);
  });

  test.each(rows)('$name: the same request is sent again, whether or not the server received it', ({ observation }) => {
    for (const delivery of DELIVERIES) expect(isRetried(failureOf({ ...observation, delivery }))).toBe(true);
  });

  test.each(rows.slice(3))(
    '$name: the explanation asks for back-off, and says what a repeating failure means',
    (row) => {
      const { remedy } = explain(failureOf(row.observation));
      expect(remedy).toMatch(/^Retry with back-off/);
      expect(remedy).toMatch(/the server may have received the request/i);
      expect(remedy).toMatch(/if it repeats/i);
    },
  );
});

describe('server errors: any 5xx, and what takes more than 60 s', () => {
  test('500: most likely a production incident or its remediation, and IXON monitors', () => {
    const failure = failureOf(answered(500, '{"type":"Error","data":[],"status":"error"}'));
    expect(failureName(failure)).toBe('server/internal-error');
    expect(explain(failure).cause).toMatch(/most likely a production incident .* or its repair/);
    expect(explain(failure).remedy).toMatch(/^Wait; IXON monitors/);
  });

  test('504: minimise the scope of the request', () => {
    const failure = failureOf(answered(504, HTML_PAGE, { headers: HTML_HEADERS }, { durationMs: 60_100 }));
    expect(failureName(failure)).toBe('server/gateway-timeout');
    expect(failure.detail).toMatch(/^status 504, after 60\.1 s/);
    expect(explain(failure).remedy).toMatch(/60 s, ask for less: fewer fields/);
  });

  test.each([
    { name: 'an answer after 60 s', observation: answered(200, successJson(), {}, { durationMs: 60_001 }) },
    {
      name: 'silence of 61 s over a path that works',
      observation: broken('processing', 'RESPONSE_DEADLINE', { durationMs: 61_000, pathProven: true }),
    },
  ])('more than 60 s, minimise the scope: $name', ({ observation }) => {
    const failure = failureOf(observation);
    expect(failureName(failure)).toBe('server/too-slow');
    expect(explain(failure).cause).toContain('limit of 60 s');
    expect(explain(failure).remedy).toMatch(/^Ask for less: fewer fields/);
  });

  test('any 5xx, whoever wrote it and whatever it says', () => {
    const bodies = SAMPLES.map(({ body }) => body).concat('', HTML_PAGE, '[]', successJson());
    fc.assert(
      fc.property(
        fc.integer({ min: 500, max: 599 }).filter((status) => status !== 511),
        fc.constantFrom(...bodies),
        (status, body) => {
          expect(failureOf(answered(status, body)).class).toBe('server');
        },
      ),
    );
    expect(CLASSES.server.concerns).toContain('IXON');
  });
});

function successJson(): string {
  return '{"status":"success","type":"Agent","data":[]}';
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DELIVERIES, KEPT_HEADERS, PHASES, type Observation } from '../../../functions/core/model/observation.ts';
import { failureName, isFailure, parseFailureName } from '../../../functions/core/model/outcome.ts';
import { classify } from '../../../functions/core/probing/classify.ts';
import { explain } from '../../../functions/core/probing/failures.ts';
import { UNPRINTABLE, anyText } from '../../support/any-text.ts';
import { anObservation } from '../../support/builders.ts';
import { NO_EXPECTATION, errorBody, successBody } from '../../support/observations.ts';
import { NETWORK_CODES } from './rows/network-codes.ts';

const CODES = Object.values(NETWORK_CODES).flatMap((kinds) =>
  Object.values(kinds).flatMap((codes) => codes.split(' ')),
);

const entry = fc.record(
  { message: fc.oneof(anyText, fc.jsonValue()), propertyName: anyText, listIndex: fc.oneof(fc.integer(), fc.double()) },
  { requiredKeys: [] },
);
const envelope = fc
  .record(
    {
      status: fc.oneof(fc.constantFrom('success', 'error'), anyText, fc.jsonValue()),
      type: fc.oneof(fc.constantFrom('Error', 'Agent'), anyText, fc.jsonValue()),
      data: fc.oneof(fc.array(entry), entry, fc.jsonValue()),
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.stringify(value));
const answer = fc.record({
  status: fc.oneof(fc.integer({ min: 100, max: 599 }), fc.integer(), fc.constantFrom(200, 400, 401, 429, 503)),
  headers: fc.dictionary(fc.oneof(fc.constantFrom(...KEPT_HEADERS), fc.string()), anyText),
  body: fc.oneof(envelope, anyText, fc.json()),
  bodyBytes: fc.nat(),
  bodyEnd: fc.constantFrom('complete', 'over-limit', 'cut-off'),
});
const error = fc.record({
  phase: fc.constantFrom(...PHASES),
  name: anyText,
  code: fc.option(fc.oneof(fc.constantFrom(...CODES), anyText)),
  message: anyText,
});
const anyObservation: fc.Arbitrary<Observation> = fc
  .record({
    durationMs: fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 120_000 })),
    delivery: fc.constantFrom(...DELIVERIES),
    answer: fc.option(answer),
    error: fc.option(error),
    pathProven: fc.option(fc.boolean()),
  })
  .map((drawn) => anObservation(drawn));
const anyContext = fc.record({
  expect: fc.record({ type: fc.option(anyText) }),
  tokenExpiresAt: fc.option(fc.integer()),
});

describe('whatever came back', () => {
  test('it is healthy, or a failure that is known and explained, with one printable line of at most 300 characters', () => {
    fc.assert(
      fc.property(anyObservation, anyContext, (observation, context) => {
        const outcome = classify(observation, context);
        if (!isFailure(outcome)) {
          expect(outcome).toEqual({ class: 'healthy' });
          return;
        }
        expect(parseFailureName(failureName(outcome))).toEqual({ class: outcome.class, kind: outcome.kind });
        expect(explain(outcome).cause).not.toBe('');
        if (outcome.detail === null) return;
        expect(outcome.detail).not.toMatch(UNPRINTABLE);
        expect(outcome.detail).toBe(outcome.detail.trim());
        expect(Array.from(outcome.detail).length).toBeLessThanOrEqual(300);
      }),
      { numRuns: 2000 },
    );
  });

  test('an APIv2 envelope below 500 never blames the network or something in between', () => {
    const bodies = fc.oneof(
      fc.array(entry).map((entries) => JSON.stringify({ status: 'error', type: 'Error', data: entries })),
      fc.constantFrom(errorBody(), successBody()),
    );
    fc.assert(
      fc.property(bodies, fc.constantFrom(200, 201, 400, 401, 403, 404, 409, 422, 428, 451), (body, status) => {
        const bodyEnd = 'complete';
        const headers = { 'content-type': 'application/json' };
        const observation = anObservation({ answer: { status, headers, body, bodyBytes: body.length, bodyEnd } });
        expect(['healthy', 'content', 'authorization', 'server']).toContain(
          classify(observation, NO_EXPECTATION).class,
        );
      }),
    );
  });
});

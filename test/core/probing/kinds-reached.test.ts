import { expect, test } from 'vitest';
import type { Observation, Phase } from '../../../functions/core/model/observation.ts';
import { EARLY_WARNINGS, KINDS, failureName, isFailure } from '../../../functions/core/model/outcome.ts';
import { classify } from '../../../functions/core/probing/classify.ts';
import { AUTHORIZATION_SAMPLES, CONTENT_SAMPLES } from '../../fixtures/common-errors.ts';
import { NO_EXPECTATION, answered, broken } from '../../support/observations.ts';
import { ERROR_ENVELOPES } from './rows/error-envelope.ts';
import { NETWORK_CODES } from './rows/network-codes.ts';
import { BROKEN_OFF, WITHOUT_ANSWER } from './rows/no-answer.ts';
import type { Row } from './rows/row.ts';
import { BY_STATUS } from './rows/status.ts';
import { FOREIGN, SUCCESSES } from './rows/success-or-foreign.ts';

/** What an observation alone cannot show: whether the control host failed too is known to the run. */
const NOT_FROM_AN_OBSERVATION = ['inconclusive/own-network'];

/** `HPE_…` and `ERR_SSL…` are found by their beginning, so the table of codes has no place for them. */
const BY_BEGINNING: readonly Observation[] = [broken('processing', 'HPE_INVALID_CONSTANT'), broken('tls', 'ERR_SSL_X')];

const networkRows: readonly Observation[] = Object.entries(NETWORK_CODES).flatMap(([phase, kinds]) =>
  Object.values(kinds).flatMap((codes) => codes.split(' ').map((code) => broken(phase as Phase, code))),
);
const samples = [...CONTENT_SAMPLES, ...AUTHORIZATION_SAMPLES].map(({ body }) => answered(400, body));
const rules: readonly Row[] = [
  ...WITHOUT_ANSWER,
  ...BROKEN_OFF,
  ...BY_STATUS,
  ...ERROR_ENVELOPES,
  ...SUCCESSES,
  ...FOREIGN,
];

test('every kind is reached by some row of the tables', () => {
  const outcomes = [
    ...[...networkRows, ...BY_BEGINNING, ...samples].map((observation) => classify(observation, NO_EXPECTATION)),
    ...rules.map(({ observation, context }) => classify(observation, { ...NO_EXPECTATION, ...context })),
  ];
  const reached = new Set(outcomes.filter(isFailure).map(failureName));
  const all = Object.entries(KINDS).flatMap(([failureClass, kinds]) => kinds.map((kind) => `${failureClass}/${kind}`));
  const unreached = all.filter((name) => !reached.has(name));
  expect(unreached.toSorted()).toEqual([...NOT_FROM_AN_OBSERVATION, ...EARLY_WARNINGS].toSorted());
});

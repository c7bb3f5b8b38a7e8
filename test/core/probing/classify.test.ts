import { describe, expect, test } from 'vitest';
import { failureName, isFailure } from '../../../functions/core/model/outcome.ts';
import { classify } from '../../../functions/core/probing/classify.ts';
import { NO_EXPECTATION } from '../../support/observations.ts';
import { ERROR_ENVELOPES } from './rows/error-envelope.ts';
import { BROKEN_OFF, WITHOUT_ANSWER } from './rows/no-answer.ts';
import { BY_STATUS } from './rows/status.ts';
import { FOREIGN, SUCCESSES } from './rows/success-or-foreign.ts';

describe.each([
  { rule: 'no answer', rows: WITHOUT_ANSWER },
  { rule: 'a status that names its class', rows: BY_STATUS },
  { rule: 'an answer that broke off', rows: BROKEN_OFF },
  { rule: 'an error envelope', rows: ERROR_ENVELOPES },
  { rule: 'a success envelope', rows: SUCCESSES },
  { rule: 'no envelope', rows: FOREIGN },
])('$rule', ({ rows }) => {
  test.each(rows)('$name → $is', ({ observation, context, is, detail }) => {
    const outcome = classify(observation, { ...NO_EXPECTATION, ...context });
    expect(isFailure(outcome) ? failureName(outcome) : outcome.class).toBe(is);
    if (detail !== undefined) expect(outcome).toHaveProperty('detail', detail);
  });
});

import { describe, expect, test } from 'vitest';
import type { Failure, Outcome } from '../../../functions/core/model/outcome.ts';
import { failureName, isFailure } from '../../../functions/core/model/outcome.ts';
import type { Probe } from '../../../functions/core/model/run.ts';
import { packRun } from '../../../functions/core/pack-run.ts';
import { blameOwnNetwork, isTotalNetworkFailure, shareSilence } from '../../../functions/core/probing/judge-run.ts';
import { unpackRun } from '../../../functions/core/run-record.ts';
import {
  REFUSED,
  aFailedAttempt,
  aProbe,
  aRefusedObservation,
  aRun,
  aTarget,
  anAttempt,
} from '../../support/builders.ts';

const HEALTHY_PROBE = aProbe();
const REFUSED_PROBE = aProbe({ attempts: [aFailedAttempt(), aFailedAttempt()] });
const SKIPPED = aProbe({ attempts: [] });
const BROKEN: Failure = { class: 'server', kind: 'unavailable', detail: 'status 503' };
const NO_TOKEN: Failure = { class: 'inconclusive', kind: 'own-fault', detail: 'the token parameter could not be read' };
const failing = (outcome: Failure): Probe => aProbe({ attempts: [anAttempt({ outcome })] });
const unsent = (outcome: Failure): Probe => aProbe({ attempts: [], outcome });

describe('a total network failure', () => {
  test.each<{ name: string; probes: readonly Probe[]; isTotal: boolean }>([
    { name: 'everything that was asked failed on the network', probes: [REFUSED_PROBE, REFUSED_PROBE], isTotal: true },
    { name: 'beside what was not probed', probes: [REFUSED_PROBE, SKIPPED], isTotal: true },
    { name: 'beside a token that could not be read', probes: [REFUSED_PROBE, unsent(NO_TOKEN)], isTotal: true },
    { name: 'not with anything healthy', probes: [REFUSED_PROBE, HEALTHY_PROBE], isTotal: false },
    { name: 'not with an answer of any kind', probes: [REFUSED_PROBE, failing(BROKEN)], isTotal: false },
    { name: 'not when nothing was asked', probes: [SKIPPED], isTotal: false },
    { name: 'not when nothing could be asked', probes: [unsent(NO_TOKEN)], isTotal: false },
    { name: 'not with no targets', probes: [], isTotal: false },
  ])('$name', ({ probes, isTotal }) => {
    expect(isTotalNetworkFailure(probes)).toBe(isTotal);
  });
});

describe('our own network', () => {
  const probes = blameOwnNetwork([REFUSED_PROBE, SKIPPED, unsent(NO_TOKEN)]);

  test('is blamed in place of every failure, with what was seen', () => {
    expect(probes.map(({ outcome }) => nameOf(outcome))).toEqual([
      'inconclusive/own-network',
      'not-probed',
      'inconclusive/own-network',
    ]);
    expect(probes[0]?.outcome).toMatchObject({
      detail: `the control host could not be reached either; seen was connect-refused: ${REFUSED.detail ?? ''}`,
    });
  });

  test('attempts are kept as they were observed; the last one’s outcome is the probe’s', () => {
    expect(probes[0]?.attempts.map(({ observation }) => observation)).toEqual([
      aRefusedObservation(),
      aRefusedObservation(),
    ]);
    expect(probes[0]?.attempts.map(({ outcome }) => nameOf(outcome))).toEqual([
      'network/connect-refused',
      'inconclusive/own-network',
    ]);
  });

  test('so says the record too', () => {
    const run = aRun({ probes });
    const recorded = unpackRun(run.key, ['a', 'b', 'c'], packRun(run));
    expect(recorded.probes.map(({ outcome }) => nameOf(outcome))).toEqual(probes.map(({ outcome }) => nameOf(outcome)));
    expect(recorded.probes[0]?.attempts).toHaveLength(2);
  });

  test('health is no failure', () => {
    expect(blameOwnNetwork([HEALTHY_PROBE])).toEqual([HEALTHY_PROBE]);
  });

  test('the detail stays within its limit', () => {
    const [probe] = blameOwnNetwork([failing({ ...BROKEN, detail: 'x'.repeat(300) })]);
    expect(probe?.outcome).toMatchObject({ detail: expect.stringMatching(/^.{299}…$/) as string });
  });
});

describe('what one found by waiting, others that were given up early take over', () => {
  const TOO_SLOW: Failure = { class: 'server', kind: 'too-slow', detail: 'RESPONSE_DEADLINE' };
  const TIMED_OUT: Failure = { class: 'network', kind: 'response-timeout', detail: 'SHARED_SILENCE' };
  const TARGETS = ['a', 'b', 'c'].map((id) =>
    aTarget({ id, url: `https://${id === 'c' ? 'other' : 'api'}.test/${id}` }),
  );
  const silent = (targetId: string, outcome: Failure, code: string, pathProven: boolean | null): Probe => {
    const error = { phase: 'processing', name: 'Error', code, message: '' } as const;
    return aProbe({
      targetId,
      attempts: [anAttempt({ outcome, observation: aRefusedObservation({ error, pathProven }) })],
    });
  };
  const waited = silent('a', TOO_SLOW, 'RESPONSE_DEADLINE', true);

  test.each<{ name: string; probes: readonly Probe[]; outcomes: readonly string[] }>([
    {
      name: 'cut off while others were silent',
      probes: [waited, silent('b', TIMED_OUT, 'SHARED_SILENCE', true)],
      outcomes: ['server/too-slow', 'server/too-slow'],
    },
    {
      name: 'with a short deadline from the start',
      probes: [silent('b', TIMED_OUT, 'RESPONSE_DEADLINE', true), waited],
      outcomes: ['server/too-slow', 'server/too-slow'],
    },
    {
      name: 'not where the path was not proven',
      probes: [waited, silent('b', TIMED_OUT, 'SHARED_SILENCE', false), silent('b', TIMED_OUT, 'SHARED_SILENCE', null)],
      outcomes: ['server/too-slow', 'network/response-timeout', 'network/response-timeout'],
    },
    {
      name: 'not from another origin',
      probes: [waited, silent('c', TIMED_OUT, 'SHARED_SILENCE', true)],
      outcomes: ['server/too-slow', 'network/response-timeout'],
    },
    {
      name: 'not when nobody waited in vain',
      probes: [HEALTHY_PROBE, silent('b', TIMED_OUT, 'SHARED_SILENCE', true)],
      outcomes: ['healthy', 'network/response-timeout'],
    },
    {
      name: 'not when it failed otherwise',
      probes: [waited, { ...REFUSED_PROBE, targetId: 'b' }, SKIPPED],
      outcomes: ['server/too-slow', 'network/connect-refused', 'not-probed'],
    },
  ])('$name', ({ probes, outcomes }) => {
    const shared = shareSilence(probes, TARGETS);
    expect(shared.map(({ outcome }) => nameOf(outcome))).toEqual(outcomes);
    for (const { attempts, outcome } of shared) expect(attempts.at(-1)?.outcome ?? outcome).toEqual(outcome);
  });

  test('and say so', () => {
    const [, shared] = shareSilence([waited, silent('b', TIMED_OUT, 'SHARED_SILENCE', true)], TARGETS);
    expect(shared?.outcome).toMatchObject({ detail: expect.stringContaining('given up after 10 s') as string });
  });
});

function nameOf(outcome: Outcome): string {
  return isFailure(outcome) ? failureName(outcome) : outcome.class;
}

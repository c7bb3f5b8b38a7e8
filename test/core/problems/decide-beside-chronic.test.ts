import { expect, test } from 'vitest';
import type { KnownStrikes, Problem } from '../../../functions/core/model/problem.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { decide, type ChronicStanding } from '../../../functions/core/problems/decide.ts';
import { aProblem } from '../../support/builders.ts';
import { THRESHOLDS, streamAfter, tickTime } from '../../support/timeline.ts';
import { untimed } from '../chronic/cause-findings.ts';

/** Flaps: strikes of up to five minutes are known at any time. */
const FLAPPING: KnownStrikes = {
  since: 0,
  pattern: { ...untimed('flapping'), durationMs: 2 * MINUTE_MS, failureRatio: 0.0003 },
  toleranceMs: 0,
  probesPerStrike: null,
  classes: ['network'],
  addresses: [],
};

/** The decision at the last tick of a timeline, `since` when an incident opens. */
function decisionOf(timeline: string, newest: Problem | null, standing: Partial<ChronicStanding>): string {
  const last = timeline.length - 1;
  const state = streamAfter(timeline);
  if (state === undefined) throw new Error('nothing was probed');
  const chronic = { settledTick: tickTime(last - 4), inForce: [], everyMs: MINUTE_MS, failedAt: [], ...standing };
  const stream = { stream: 'local/server-time', vantage: 'local', subject: 'server-time', targets: ['server-time'] };
  const verdict = { ...stream, origin: null, diagnosis: null, tickAt: tickTime(last), state, chronic: () => chronic };
  const decision = decide(newest, verdict, THRESHOLDS);
  if (!decision.notify) return decision.reason;
  const { id, failedProbes, class: failureClass, linkedTo } = decision.problem;
  const minute = (Date.parse(id.slice(id.indexOf('@') + 1)) - tickTime(0)) / MINUTE_MS;
  return `${decision.reason} since ${minute}: ${failedProbes} ${failureClass}, ${linkedTo?.beyond ?? 'unlinked'}`;
}

const KNOWN = { inForce: [{ problemId: 'p', strikes: FLAPPING }] };
const closed = (closedAs: Problem['closedAs'], minute: number) => aProblem({ closedAs, resolvedAt: tickTime(minute) });

test.each<{ name: string; timeline: string; newest?: Problem; standing?: Partial<ChronicStanding>; is: string }>([
  { name: 'a strike', timeline: '.xxxxx', is: 'known-strike' },
  { name: 'one tick longer', timeline: '.xxxxxx', is: 'opened since 1: 6 network, longer' },
  {
    name: 'one without chronic problems',
    timeline: '.xxx',
    standing: { inForce: [] },
    is: 'opened since 1: 3 network, unlinked',
  },
  { name: 'too few in a row after a strike', timeline: '.xxxxx.ss', is: 'quiet' },
  { name: 'another class after a strike', timeline: '.xxxxx.sss', is: 'opened since 7: 3 server, other-class' },
  { name: 'a strike after a strike', timeline: '.xxxxx.xxxxx', is: 'known-strike' },
  { name: 'the tick after what went beyond', timeline: '.xxxxxx.', is: 'quiet' },
  { name: 'not probed after what went beyond', timeline: '.xxxxxx ', is: 'quiet' },
  { name: 'one that was told to be over', timeline: '.xxxxxx', newest: closed('resolved', 3), is: 'already-told' },
  {
    name: 'one after what was resolved',
    timeline: '....xxxxxx',
    newest: closed('resolved', 3),
    is: 'opened since 4: 6 network, longer',
  },
  {
    name: 'the rest of what goes on in a chronic problem',
    timeline: 'xxxxx',
    newest: closed('continued', 1),
    is: 'known-strike',
  },
  {
    name: 'a tick from before the chronic problem took over, read again',
    timeline: 'xxxxx',
    newest: closed('continued', 1),
    standing: { inForce: [] },
    is: 'already-told',
  },
  {
    name: 'what goes on in a chronic problem and beyond',
    timeline: 'xxxxxx',
    newest: closed('continued', 1),
    is: 'opened since 1: 6 network, longer',
  },
  {
    name: 'what went on in one that is over',
    timeline: 'xxxxxxxx',
    newest: closed('continued', 1),
    standing: { inForce: [] },
    is: 'opened since 1: 8 network, unlinked',
  },
  {
    name: 'what was not monitored for a while',
    timeline: 'xxxxxxx',
    newest: closed('no-longer-monitored', 2),
    is: 'opened since 2: 7 network, longer',
  },
])('$name: $is', ({ timeline, newest, standing, is }) => {
  expect(decisionOf(timeline, newest ?? null, standing ?? KNOWN)).toBe(is);
});

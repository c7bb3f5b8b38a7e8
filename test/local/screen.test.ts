import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { openScreen } from '../../functions/local/screen.ts';
import type { TargetRow } from '../../functions/local/view.ts';
import { REFUSED, TICK_AT, aProblem } from '../support/builders.ts';

const row = (id: string): TargetRow => ({ id, outcome: REFUSED, latencyMs: null, recent: 'x' });

test.each([
  { targets: 1, problems: 1, says: '1 target, 1 not healthy, 1 open problem' },
  { targets: 2, problems: 0, says: '2 targets, 2 not healthy, 0 open problems' },
])('without a terminal, a sign of life each minute: $says', ({ targets, problems, says }) => {
  const written: string[] = [];
  const screen = openScreen({ write: (text) => written.push(text) }, false, false, 'UTC');
  const model = {
    header: [],
    targets: Array.from({ length: targets }, (_, index) => row(`t${index}`)),
    openProblems: Array.from({ length: problems }, () => aProblem()),
    alerts: [],
    faults: [],
  };
  screen.update({ ...model, now: TICK_AT });
  screen.update({ ...model, now: TICK_AT + MINUTE_MS });
  expect(written.at(-1)).toBe(`2026-03-01T00:01:00.000Z  ${says}\n`);
});

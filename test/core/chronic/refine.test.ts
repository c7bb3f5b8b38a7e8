import { describe, expect, it } from 'vitest';
import { keptMultiple, leavesOutNewest, type Hit, type Hits } from '../../../functions/core/chronic/refine.ts';
import { DAY_MS, HOUR_MS } from '../../../functions/core/model/time.ts';
import { MONDAY } from '../../support/chronic-timeline.ts';

/** So many windows back from the newest onset, the first one behind it, of which some were hit. */
function windows(count: number, isHit: (cycle: number) => boolean, periodMs = 5 * HOUR_MS): Hits {
  const seen = Array.from({ length: count }, (_, i) => i + 1);
  const hits = seen.filter(isHit).map((cycle) => ({ cycle, at: MONDAY - cycle * periodMs }));
  return { periodMs, hits, seen, lnChance: -20 };
}

const cycleOf = ({ cycle }: Hit) => cycle;
const everyNth = (multiple: number) => (cycle: number) => cycle % multiple === 0;
/** About half of them, by no multiple that is tried. */
const nowAndThen = (cycle: number) => (cycle * 5) % 13 < 6;
const isOdd = (cycle: number) => cycle % 2 === 1;

describe('the multiple of a period to whose windows the hits keep', () => {
  it.each<{ name: string; of: Hits; multiple: number }>([
    { name: 'none when all are hit', of: windows(40, () => true), multiple: 1 },
    { name: 'every second', of: windows(20, everyNth(2)), multiple: 2 },
    { name: 'every third', of: windows(21, everyNth(3)), multiple: 3 },
    { name: 'a day of the week', of: windows(42, everyNth(7), DAY_MS), multiple: 7 },
    {
      name: 'every third, one of which was missed',
      of: windows(21, (cycle) => cycle !== 6 && cycle % 3 === 0),
      multiple: 3,
    },
    { name: 'none while it did not come twice', of: windows(3, everyNth(2), 12 * HOUR_MS), multiple: 1 },
    { name: 'none that few windows tell', of: windows(6, everyNth(3)), multiple: 1 },
    { name: 'once a day, which fewer windows tell', of: windows(6, everyNth(3), 8 * HOUR_MS), multiple: 3 },
    {
      name: 'none that is missed as often as not',
      of: windows(40, (cycle) => cycle % 2 === 0 && nowAndThen(cycle)),
      multiple: 1,
    },
    {
      name: 'none when the others are hit too, though less often',
      of: windows(40, (cycle) => cycle % 2 === 0 || nowAndThen(cycle)),
      multiple: 1,
    },
    {
      name: 'every third, half of which were not probed',
      of: { ...windows(36, (cycle) => cycle % 6 === 3), seen: windows(36, (cycle) => cycle % 6 > 0).hits.map(cycleOf) },
      multiple: 3,
    },
  ])('$name', ({ of, multiple }) => {
    expect(keptMultiple(of)).toBe(multiple);
  });
});

describe('hits that keep to windows', () => {
  it.each<{ name: string; of: Hits; isLeftOut: boolean }>([
    { name: 'between the newest onset and the one two before it', of: windows(20, isOdd), isLeftOut: true },
    { name: 'one of three', of: windows(21, (cycle) => cycle % 3 === 1), isLeftOut: true },
    { name: 'one of seven', of: windows(42, (cycle) => cycle % 7 === 4), isLeftOut: true },
    { name: 'all of them', of: windows(20, () => true), isLeftOut: false },
    { name: 'those of the newest onset', of: windows(20, everyNth(2)), isLeftOut: false },
    { name: 'none, since none was probed', of: windows(0, isOdd), isLeftOut: false },
    { name: 'too few to tell', of: windows(5, isOdd), isLeftOut: false },
    {
      name: 'those of the newest onset too, though less often',
      of: windows(40, (cycle) => isOdd(cycle) || nowAndThen(cycle)),
      isLeftOut: false,
    },
  ])('$name: the newest onset is left out $isLeftOut', ({ of, isLeftOut }) => {
    expect(leavesOutNewest(of)).toBe(isLeftOut);
  });
});

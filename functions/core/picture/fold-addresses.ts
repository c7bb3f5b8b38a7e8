import { isFailure } from '../model/outcome.ts';
import type { RecordedAttempt, RecordedRun } from '../run-record.ts';
import { addTo, emptyCells, subjectsByVantage, type HeatCells } from './fold-heat.ts';
import type { HeatSubject } from './heat-subject.ts';
import type { TimeRange } from './time-range.ts';

/** The attempts at one address: one row of cells over time. */
export interface AddressCells {
  readonly address: string;
  readonly cells: HeatCells;
  readonly attempts: number;
  readonly failing: number;
}

/** Takes in runs, in any order. */
export interface AddressFold {
  readonly add: (run: RecordedRun) => void;
  /** The one that fails most first. */
  readonly addresses: () => readonly AddressCells[];
}

/** Hosts have a few addresses; one that hands out ever new ones must not fill the memory. */
const MOST_ADDRESSES = 64;
const BEYOND = 'other addresses';

/** Counts the attempts of a problem's targets by address and time. Retries count one by one: they go to other addresses. */
export function foldAddresses(range: TimeRange, columns: number, { members, classes }: HeatSubject): AddressFold {
  const subjectsAt = subjectsByVantage(members);
  const found = new Map<string, HeatCells>();
  const columnMs = (range.to - range.from) / columns;
  const addAttempt = ({ startedAt, address, outcome }: RecordedAttempt) => {
    if (address === null || startedAt < range.from || startedAt >= range.to) return;
    const name = found.has(address) || found.size < MOST_ADDRESSES ? address : BEYOND;
    const cells = found.get(name) ?? emptyCells(1, columns);
    found.set(name, cells);
    const index = Math.min(columns - 1, Math.floor((startedAt - range.from) / columnMs));
    addTo(cells, index, !isFailure(outcome) ? null : classes.includes(outcome.class) ? 'failing' : 'others');
  };
  return {
    add: ({ key: { vantage }, probes }) => {
      const subjects = subjectsAt.get(vantage);
      if (subjects === undefined) return;
      for (const { targetId, attempts } of probes) if (subjects.has(targetId)) attempts.forEach(addAttempt);
    },
    addresses: () =>
      [...found]
        .map(([address, cells]) => ({ address, cells, attempts: total(cells.probes), failing: total(cells.failing) }))
        .toSorted((a, b) => b.failing / b.attempts - a.failing / a.attempts || b.attempts - a.attempts),
  };
}

function total(counts: Uint32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

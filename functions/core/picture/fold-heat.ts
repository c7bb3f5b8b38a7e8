import { evidenceOf, type Evidence } from '../chronic/evidence.ts';
import { ownNetworkEvidence } from '../chronic/own-network-evidence.ts';
import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import type { EpochMs } from '../model/time.ts';
import type { RecordedRun } from '../run-record.ts';
import type { HeatLayout } from './heat-layout.ts';
import type { HeatSubject } from './heat-subject.ts';

/** Counts of probes by cell: row by row, from left to right. */
export interface HeatCells {
  readonly columns: number;
  readonly probes: Uint32Array;
  /** Those with a failure of the problem's classes, retries that helped included. */
  readonly failing: Uint32Array;
  /** Those that failed otherwise. */
  readonly others: Uint32Array;
}

/** Takes in runs, in any order. */
export interface HeatFold {
  readonly add: (run: RecordedRun) => void;
  readonly cells: () => HeatCells;
}

/** No cell of so many rows and columns has a probe. */
export function emptyCells(rows: number, columns: number): HeatCells {
  const column = () => new Uint32Array(rows * columns);
  return { columns, probes: column(), failing: column(), others: column() };
}

/** Counts the probes of a problem in the cells of a layout. Memory is 12 bytes for each cell, however many runs are taken in. */
export function foldHeat(layout: HeatLayout, { members, classes }: HeatSubject): HeatFold {
  const cells = emptyCells(layout.rows.length, layout.columns);
  const subjectsAt = subjectsByVantage(members);
  const count = (evidence: Evidence | null) => {
    if (evidence === null) return;
    const index = indexOf(layout, evidence.at);
    if (index === null) return;
    const { failures } = evidence;
    const isIts = failures.some((failure) => classes.includes(failure.class));
    addTo(cells, index, isIts ? 'failing' : failures.length > 0 ? 'others' : null);
  };
  return {
    add: ({ key: { vantage }, probes }) => {
      const subjects = subjectsAt.get(vantage);
      if (subjects === undefined) return;
      if (subjects.has(OWN_NETWORK_SUBJECT)) count(ownNetworkEvidence(probes));
      for (const probe of probes) if (subjects.has(probe.targetId)) count(evidenceOf(probe));
    },
    cells: () => cells,
  };
}

/** Counts one probe, or attempt, in a cell. */
export function addTo(cells: HeatCells, index: number, column: 'failing' | 'others' | null): void {
  cells.probes[index] = (cells.probes[index] ?? 0) + 1;
  if (column !== null) cells[column][index] = (cells[column][index] ?? 0) + 1;
}

/** What a problem covers at each vantage. */
export function subjectsByVantage(members: HeatSubject['members']): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { vantage, subject } of members) {
    found.set(vantage, (found.get(vantage) ?? new Set<string>()).add(subject));
  }
  return found;
}

function indexOf({ rowOf, columnOf, columns }: HeatLayout, at: EpochMs): number | null {
  const row = rowOf(at);
  return row === null ? null : row * columns + columnOf(at);
}

import { isOwnNetwork, type Outcome } from '../model/outcome.ts';

/** How an outcome looks in a strip, and what it is called. */
export interface CellLook {
  readonly name: string;
  /** Stands above cells that failed, so that classes are told apart without colour; none for what is no failure. */
  readonly letter: string;
  /** For legends and tooltips. */
  readonly words: string;
}

/**
 * What a cell can show, the worst last: a cell shows the worst of its probes. `none`: there is no record; `not-due`: the
 * target's turn had not come, so that what was known of it still holds.
 */
export const CELL_LOOKS = [
  { name: 'none', letter: '', words: 'no record' },
  { name: 'not-due', letter: '', words: 'not due' },
  { name: 'not-probed', letter: '', words: 'not probed' },
  { name: 'healthy', letter: '', words: 'healthy' },
  { name: 'own-fault', letter: 'F', words: "the monitor's own fault" },
  { name: 'own-network', letter: 'O', words: "the monitor's own network" },
  { name: 'masked', letter: '', words: 'healthy after a retry' },
  { name: 'throttled', letter: 'T', words: 'throttled' },
  { name: 'intercepted', letter: 'I', words: 'intercepted' },
  { name: 'content', letter: 'C', words: 'content' },
  { name: 'authorization', letter: 'A', words: 'authorization' },
  { name: 'network', letter: 'N', words: 'network' },
  { name: 'server', letter: 'S', words: 'server' },
] as const satisfies readonly CellLook[];

export type CellName = (typeof CELL_LOOKS)[number]['name'];

/** A position in `CELL_LOOKS`. */
export type CellCode = number;

const CODES = new Map<string, CellCode>(CELL_LOOKS.map(({ name }, code) => [name, code]));

/** The position of a name in `CELL_LOOKS`. */
export function codeOf(name: CellName): CellCode {
  return CODES.get(name) ?? 0;
}

/** What a code stands for. */
export function lookOf(code: CellCode): CellLook {
  return CELL_LOOKS[code] ?? CELL_LOOKS[0];
}

/** Whether the API, or the way to it, failed at last: our own faults and retries that helped are not counted. */
export function isFailingCode(code: CellCode): boolean {
  return code > codeOf('masked');
}

/** What a probe shows. */
export function cellCodeOf({ outcome, masked }: { readonly outcome: Outcome; readonly masked: boolean }): CellCode {
  switch (outcome.class) {
    case 'healthy':
      return codeOf(masked ? 'masked' : 'healthy');
    case 'not-probed':
      return codeOf(outcome.reason === 'not-due' ? 'not-due' : 'not-probed');
    case 'inconclusive':
      return codeOf(isOwnNetwork(outcome) ? 'own-network' : 'own-fault');
    case 'network':
    case 'content':
    case 'authorization':
    case 'server':
    case 'throttled':
    case 'intercepted':
      return codeOf(outcome.class);
  }
}

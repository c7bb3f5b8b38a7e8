import type { OutputStream } from '../commands/command.ts';

/** What may be shown on an output. */
export interface TerminalStyle {
  /** Characters in a line. */
  readonly columns: number;
  /** A person looks at it: lines are broken at `columns`. Elsewhere they stay whole, for programs that look for words in them. */
  readonly isTerminal: boolean;
  readonly isColoured: boolean;
  /** Whether more than ASCII can be shown. */
  readonly isUnicode: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where nobody says how wide it is: a file, a pipe. */
const USUAL_COLUMNS = 80;
/** Wider lines are hard to read, narrower ones hold nothing. */
const MOST_COLUMNS = 120;
const FEWEST_COLUMNS = 40;

/** The style of an output, from what it says of itself and what the environment says of the user. */
export function terminalStyle(output: OutputStream, environment: Environment): TerminalStyle {
  // A terminal that does not know its size says 0.
  const told = output.isTTY === true && (output.columns ?? 0) > 0 ? (output.columns ?? 0) : USUAL_COLUMNS;
  return {
    columns: Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, told)),
    isTerminal: output.isTTY === true,
    isColoured: mayColour(output, environment),
    isUnicode: isUnicode(environment),
  };
}

/**
 * Whether colour may be used: on terminals, unless `NO_COLOR` is set and not empty (no-color.org) or the terminal is dumb;
 * `FORCE_COLOR` decides before all else, as in Node.js: `0` or `false` is no, anything else yes.
 */
export function mayColour({ isTTY }: Pick<OutputStream, 'isTTY'>, environment: Environment): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused = '', TERM: terminal } = environment;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTTY === true && refused === '' && terminal !== 'dumb';
}

/** POSIX: the first of these that is set and not empty names the locale. Terminals of Windows show Unicode. */
function isUnicode({ LC_ALL, LC_CTYPE, LANG, OS }: Environment): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((name) => name !== undefined && name !== '');
  return locale === undefined ? OS === 'Windows_NT' : /utf-?8/i.test(locale);
}

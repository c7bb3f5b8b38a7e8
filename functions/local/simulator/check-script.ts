import { inspect } from 'node:util';
import { strikesBeforeRequest } from './fault-script.ts';
import { scriptShape, windowShape } from './script-shape.ts';

/** A fault script that cannot be played. */
export class InvalidScriptError extends Error {
  override readonly name = 'InvalidScriptError';
  /** One line per fault found. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`Cannot play the fault script:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Everything that is wrong with a script, one line each: where, what is allowed, what was found. Empty for a good one.
 * Takes any value, since scripts may come from files. Overlapping windows are fine.
 */
export function checkScript(script: unknown): readonly string[] {
  const shape = scriptShape.safeParse(script).error?.issues ?? [];
  return [
    ...shape.map(({ path, message }) => line(path, message, valueAt(script, path))),
    ...rawWindows(script).flatMap((window, index) => checkWindow(window, ['windows', index], script)),
  ];
}

/** What the parts of a window say about each other. Parts of the wrong shape are left out: they are reported already. */
function checkWindow(window: unknown, at: Path, script: unknown): string[] {
  const { fromMs, toMs, every, paths, fault } = windowShape.shape;
  const from = fromMs.safeParse(valueAt(window, ['fromMs'])).data;
  const to = toMs.safeParse(valueAt(window, ['toMs'])).data;
  const loop = scriptShape.shape.loopMs.safeParse(valueAt(script, ['loopMs'])).data ?? null;
  const repeat = every.safeParse(valueAt(window, ['every'])).data;
  const limitedTo = paths.safeParse(valueAt(window, ['paths'])).data;
  const strike = fault.safeParse(valueAt(window, ['fault'])).data;

  const lines: string[] = [];
  if (from !== undefined && to !== undefined && to <= from) {
    lines.push(line([...at, 'toMs'], `Too small: expected more than fromMs, which is ${from}`, to));
  }
  if (to !== undefined && loop !== null && to > loop) {
    lines.push(line([...at, 'toMs'], `Too big: expected at most loopMs, which is ${loop}`, to));
  }
  if (repeat !== undefined && repeat.durationMs > repeat.periodMs) {
    const expected = `Too big: expected at most periodMs, which is ${repeat.periodMs}`;
    lines.push(line([...at, 'every', 'durationMs'], expected, repeat.durationMs));
  }
  if (limitedTo !== undefined && strike !== undefined && strikesBeforeRequest(strike)) {
    const expected = 'Not allowed: this fault strikes before the server knows the path';
    lines.push(line([...at, 'paths'], expected, limitedTo));
  }
  return lines;
}

type Path = readonly PropertyKey[];

function line(path: Path, message: string, found: unknown): string {
  const where = path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
  return `${where === '' ? 'script' : where}: ${message}; found ${shorten(inspect(found, { depth: 2, breakLength: Infinity }))}`;
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

function rawWindows(script: unknown): readonly unknown[] {
  const windows = valueAt(script, ['windows']);
  return Array.isArray(windows) ? windows : [];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    value,
  );
}

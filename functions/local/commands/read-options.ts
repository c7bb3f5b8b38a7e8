import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { didYouMean } from './nearest-word.ts';

/** A command, as far as a command line says which one it is. */
export interface NamedCommand {
  readonly name: string;
  /** The names of the options that it has. */
  readonly allowed: readonly string[];
}

/**
 * The options and other words of a command line, and what is wrong with its options: each that does not exist, lacks its value, or
 * has one too many. Those are left out of the values.
 *
 * @param commandOf which command the other words name
 */
export function readOptions<const O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: O,
  commandOf: (words: readonly string[]) => NamedCommand,
) {
  const read = { allowPositionals: true, options } as const;
  const { tokens, positionals } = parseArgs({ ...read, args: [...args], strict: false, tokens: true });
  const { name, allowed } = commandOf(positionals);
  const faults = new Set<string>();
  const bad = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const isKnown = allowed.includes(token.name) && token.rawName === `--${token.name}`;
    const fault = isKnown
      ? valueFault(token, options[token.name]?.type === 'string')
      : unknownFault(name, token.rawName, allowed);
    if (fault === null) continue;
    faults.add(fault);
    bad.add(token.index);
    if (token.inlineValue === false) bad.add(token.index + 1);
  }
  const good = args.filter((_, index) => !bad.has(index));
  return { ...parseArgs({ ...read, args: good, strict: true }), faults: [...faults] };
}

interface GivenOption {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function unknownFault(command: string, found: string, allowed: readonly string[]): string {
  const options = allowed.map((one) => `--${one}`);
  return `${command} has no ${found}${didYouMean(found, options)}; allowed are ${options.join(', ')}`;
}

function valueFault({ rawName, value, inlineValue }: GivenOption, takesValue: boolean): string | null {
  if (!takesValue) return value === undefined ? null : `${rawName} takes no value; found "${value}"`;
  if (value === undefined) return `${rawName} needs a value`;
  const isAnOption = inlineValue === false && value.startsWith('-') && value.length > 1;
  return isAnOption ? `${rawName} needs a value; found "${value}", which ${rawName}=${value} would take for one` : null;
}

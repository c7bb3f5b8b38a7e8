import type { CauseHint } from '../chronic/cause-rule.ts';
import type { Problem, Severity } from '../model/problem.ts';
import { concernsText, firstStep } from './concerns.ts';
import { checkOf } from '../probing/checks.ts';
import type { TextSection } from './notice-text.ts';
import { patternText } from './pattern-words.ts';
import { chiefFailure, isChronic, warningOf } from './problem-words.ts';
import { shellWord } from './shell-word.ts';
import { remedyLines } from './ways.ts';

/** Many show nothing more; the likeliest come first. */
const HINTS_TOLD = 3;

/** How soon somebody must act. */
const HOW_SOON: Readonly<Record<Severity, string>> = {
  critical: 'act now, at night too',
  warning: 'the next working day is soon enough',
  info: 'nobody needs to act',
};

/** Whom it concerns, how it repeats, what that is consistent with, and what to do. */
export function adviceSections(problem: Problem, timeZone: string): TextSection[] {
  const { pattern, hints, severity } = problem;
  const told = hints.slice(0, HINTS_TOLD);
  return [
    { name: 'concerns', lines: [`${concernsText(problem)}. Severity ${severity}: ${HOW_SOON[severity]}.`] },
    ...(pattern === null ? [] : [section('pattern', [patternText(pattern, timeZone)])]),
    ...(told.length === 0
      ? []
      : [
          section(
            'consistent-with',
            told.map((hint) => hintText(hint, problem)),
          ),
        ]),
    section('what-to-do', [
      ...todoLines(problem, told.length),
      // A pattern's hints have tests of their own.
      ...(told.length > 0 ? [] : [`To be sure: ${withOrigin(checkOf(chiefFailure(problem)), problem)}`]),
    ]),
  ];
}

function todoLines(problem: Problem, tests: number): string[] {
  const test = tests === 1 ? 'Make the test above.' : 'Make the first test above.';
  const first = isChronic(problem) && tests > 0 ? test : firstStep(problem);
  const [remedy = '', ...others] = remedyLines(problem);
  if (first === null) return [remedy, ...others];
  return others.length > 0 ? [first, remedy, ...others] : [`${first} If that settles nothing: ${remedy}`];
}

/** How to stop reminders, as commands to copy; none for what nobody is reminded of. */
export function quietSections(problem: Problem, problemsOptions: string): TextSection[] {
  // Of what comes and goes in a pattern, and of what has not failed yet, nobody is reminded.
  const isReminded = isChronic(problem) ? problem.pattern?.kind === 'persistent' : warningOf(problem) === null;
  if (!isReminded) return [];
  const options = problemsOptions === '' ? '' : ` ${problemsOptions}`;
  const command = (action: string) => `npm run problems -- ${action} ${shellWord(problem.id)}`;
  return [
    section('how-to-quiet', [
      `When somebody is on it: ${command('ack')}${options}`,
      `For 8 h: ${command('snooze')} --for 8h${options}`,
    ]),
  ];
}

function hintText({ consistentWith, test }: CauseHint, problem: Problem): string {
  const { scope } = problem;
  const [address] = scope.addresses;
  // A test that goes through all addresses names each in turn.
  const isOne = address !== undefined && scope.addresses.length === 1 && !test.startsWith('For each');
  const told = withOrigin(test, problem);
  const filled = isOne ? told.replace(/\bADDRESS\b/g, () => address) : told;
  return `${consistentWith.replace(/^Consistent with /, '')} To be sure: ${filled}`;
}

/** A test with the host, the scheme and the port of the origin; only what those can hold, since people copy commands. */
function withOrigin(text: string, { origin }: Problem): string {
  const [, scheme, host, port] = /^(https?):\/\/([\w.-]+)(?::(\d+))?/.exec(origin ?? '') ?? [];
  if (scheme === undefined || host === undefined) return text;
  const usual = scheme === 'https' ? '443' : '80';
  return text
    .replace(/https:\/\/HOST\b/g, () => `${scheme}://${host}${port === undefined ? '' : `:${port}`}`)
    .replace(/(?<=\b(?:HOST|ADDRESS)[ :])443\b|\b443(?= HOST\b)/g, port ?? usual)
    .replace(/\bHOST\b/g, () => host);
}

function section(name: TextSection['name'], lines: readonly string[]): TextSection {
  return { name, lines };
}

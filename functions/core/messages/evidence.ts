import type { Notice, Problem } from '../model/problem.ts';
import { coveredLines, kindsText, namesText } from './covered-words.ts';
import { cutList } from './cut.ts';
import { named, quoted } from './foreign-text.ts';
import { NOTICE_LINE_START } from './notice-text.ts';
import { vantagesText } from './place-words.ts';
import { chiefFailure, isChronic, warningOf } from './problem-words.ts';
import { timeText } from './time-words.ts';
import { countText } from './words.ts';

const DETAIL_LIMIT = 300;
const ADDRESSES_TOLD = 6;

/** What was seen: how often, how, where, from where, and when last. */
export function evidenceLines({ problem, id, at }: Notice, timeZone: string): string[] {
  const { scope, seenFrom, class: failureClass } = problem;
  const seen = vantagesText(scope.vantages, seenFrom, failureClass);
  const notice = `${NOTICE_LINE_START}${named(id, DETAIL_LIMIT)}`;
  if (warningOf(problem) !== null) return [`It is about ${namesText(scope.targets)}.`, seen, notice];
  const isOpen = problem.closedAs === null;
  return [
    countsText(problem),
    ...coveredLines(problem, timeZone),
    ...addressLine(problem),
    seen,
    ...(isOpen && !isChronic(problem) ? [`Not over at ${timeText(at, timeZone)}.`] : []),
    ...(problem.detail === null ? [] : [`Detail: ${quoted(problem.detail, DETAIL_LIMIT)}`]),
    ...(problem.diagnosis === null ? [] : [`Diagnosis: ${named(problem.diagnosis, DETAIL_LIMIT)}.`]),
    notice,
  ];
}

function countsText(problem: Problem): string {
  const { kinds, failedProbes } = problem;
  const names = Object.keys(kinds);
  const [only] = names;
  const probes = countText(failedProbes, 'failing probe');
  if (names.length !== 1 || only === undefined) return `${probes}: ${kindsText(kinds)}.`;
  return `${probes}${failedProbes > 1 ? ', all' : ':'} ${named(only)}${phaseText(problem)}.`;
}

/** The phase in which a request ends that fails like this, where the kind says so. */
function phaseText(problem: Problem): string {
  const { class: failureClass, kind } = chiefFailure(problem);
  const phase = failureClass === 'network' ? PHASES.find(([start]) => kind.startsWith(start))?.[1] : undefined;
  return phase === undefined ? '' : ` (phase: ${phase})`;
}

const PHASES = [
  ['dns-', 'resolve'],
  ['connect-', 'connect'],
  ['host-unreachable', 'connect'],
  ['network-unreachable', 'connect'],
  ['tls-', 'tls'],
  ['response-timeout', 'processing'],
  ['body-timeout', 'transfer'],
  ['truncated-body', 'transfer'],
] as const;

function addressLine({ scope: { addresses } }: Problem): string[] {
  if (addresses.length === 0) return [];
  const names = cutList(addresses, ADDRESSES_TOLD, (address) => named(address));
  return [`${addresses.length === 1 ? 'Address' : 'Addresses'}: ${names}.`];
}

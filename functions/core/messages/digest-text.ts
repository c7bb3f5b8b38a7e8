import { listText, windowText } from '../chronic/quantity-words.ts';
import { availabilityRatio, unjudgedCount } from '../digest/probe-counts.ts';
import type { Digest, ProbeCounts, TargetTotals } from '../model/digest.ts';
import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';
import { problemLine } from './digest-problem-line.ts';
import { amountText, availabilityText, dateText, numberText } from './digest-numbers.ts';
import { named } from './foreign-text.ts';
import type { MessageContext } from './message-context.ts';
import type { NoticeText, TextSection } from './notice-text.ts';
import { durationText } from './time-words.ts';

/** One screen: more of a kind than this are told as "and N more". */
const MOST_LINES = 5;
/** A target that needs a retry less often than this is not worth a line, however good the others are. */
const MASKED_TOLD_RATIO = 0.01;

/** A weekly message in words: one screen, and three lines in a week of which there is nothing to report. */
export function digestText(
  digest: Digest,
  { timeZone, dashboardUrl, runbookUrl }: Pick<MessageContext, 'timeZone' | 'dashboardUrl' | 'runbookUrl'>,
): NoticeText {
  const { problems, expiries, untold } = digest;
  const chronic = problems.shown.filter(({ nature }) => nature === 'chronic');
  const others = problems.shown.filter(({ nature }) => nature !== 'chronic');
  const notShown = problems.all - problems.shown.length;
  const sections: TextSection[] = [
    { name: 'what', lines: summary(digest, timeZone) },
    { name: 'worst-targets', lines: worstLines(digest) },
    { name: 'chronic-problems', lines: cut(chronic, chronic.length, (one) => problemLine(one, timeZone)) },
    {
      name: 'what-to-do',
      lines: [
        ...cut(untold, untold.length, (one) => untoldLine(one, timeZone)),
        ...cut(expiries, expiries.length, (one) => expiryLine(one, digest.to, timeZone)),
      ],
    },
    { name: 'other-problems', lines: cut(others, others.length + notShown, (one) => problemLine(one, timeZone)) },
  ];
  return {
    title: titleOf(digest, timeZone),
    sections: sections.filter(({ lines }) => lines.length > 0),
    links: [
      ...(untold.length === 0 ? [] : [{ label: 'Runbook', url: `${runbookUrl}#mail-unconfirmed` }]),
      ...(dashboardUrl === null ? [] : [{ label: 'Dashboard', url: dashboardUrl }]),
    ],
  };
}

function titleOf({ from, to, counts, open }: Digest, timeZone: string): string {
  const first = dateText(from, timeZone);
  const last = dateText(to - 1, timeZone);
  const until =
    last.slice(0, 4) !== first.slice(0, 4) ? last : last.slice(last.slice(0, 7) === first.slice(0, 7) ? 8 : 5);
  const ratio = availabilityRatio(counts);
  const available = ratio === null ? 'nothing was judged' : `${availabilityText(ratio)} available`;
  return `WEEK ${first} to ${until}: ${available}, ${openText(open)} open`;
}

function openText({ chronic, incidents, warnings }: Digest['open']): string {
  const parts = [
    ...(chronic > 0 ? [amountText(chronic, 'chronic problem')] : []),
    ...(incidents > 0 ? [amountText(incidents, 'incident')] : []),
    ...(warnings > 0 ? [amountText(warnings, 'warning')] : []),
  ];
  return parts.length === 0 ? 'no problem' : listText(parts);
}

function summary(digest: Digest, timeZone: string): string[] {
  const { counts, targets, vantages, monthlyCostUsd } = digest;
  const judged = counts.healthy + counts.failed;
  const healthy =
    counts.failed === 0
      ? `All ${amountText(judged, 'probe')} were healthy`
      : `${numberText(counts.healthy)} of ${amountText(judged, 'probe')} were healthy`;
  const of = `${amountText(targets, 'target')} from ${listText(vantages.map(({ vantage }) => vantage))}`;
  const retries =
    counts.masked === 0 ? 'No probe needed a retry' : `${amountText(counts.masked, 'probe')} succeeded only on a retry`;
  return [
    `${judged === 0 ? 'No probe was judged' : healthy}: ${of}.${unjudgedText(counts)}`,
    ...vantages.flatMap((one) => coverageText(one, digest, timeZone)),
    `${problemsText(digest)}. ${retries}.`,
    ...(monthlyCostUsd === null
      ? []
      : [`Monitoring costs about $${monthlyCostUsd.toFixed(2)} a month (list price, estimated).`]),
  ];
}

function problemsText({ problems: { all }, open }: Digest): string {
  const still = open.chronic + open.incidents + open.warnings;
  if (all === 0) return 'No problem was open';
  if (all === 1) return `One problem was open, and ${still === 0 ? 'is over' : 'still is'}`;
  const left = still === 0 ? 'all are over' : `${numberText(still)} of them still ${still === 1 ? 'is' : 'are'}`;
  return `${numberText(all)} problems were open at some time, ${left}`;
}

function unjudgedText(counts: ProbeCounts): string {
  const { ownNetwork, ownFault, skipped } = counts;
  const reasons = [
    ...(ownNetwork > 0 ? [`${numberText(ownNetwork)} while our own network was down`] : []),
    ...(ownFault > 0 ? [`${numberText(ownFault)} for a fault of the monitor`] : []),
    ...(skipped > 0 ? [`${numberText(skipped)} left out on purpose`] : []),
  ];
  const all = unjudgedCount(counts);
  return all === 0
    ? ''
    : ` Not judged: ${reasons.length === 1 ? listText(reasons) : `${numberText(all)} (${listText(reasons)})`}.`;
}

function coverageText(
  { vantage, firstTick, unrecordedMs }: Digest['vantages'][number],
  { from, vantages }: Digest,
  timeZone: string,
): string[] {
  const where = vantages.length < 2 ? '' : ` from ${vantage}`;
  if (firstTick === null) return [`Nothing was recorded${where}.`];
  const begins = firstTick - from < HOUR_MS ? [] : [`begins ${windowText(firstTick, firstTick, timeZone)}`];
  const lacks = unrecordedMs === 0 ? [] : [`lacks ${durationText(unrecordedMs)}`];
  const parts = [...begins, ...lacks];
  return parts.length === 0 ? [] : [`The record${where} ${listText(parts)}.`];
}

function worstLines({ worst, vantages }: Digest): string[] {
  const isTold = ({ healthy, failed, masked }: TargetTotals) =>
    failed > 0 || masked >= MASKED_TOLD_RATIO * (healthy + failed);
  const told = worst.shown.filter(isTold);
  const all = told.length < worst.shown.length ? told.length : worst.all;
  return cut(told, all, (totals) => {
    const { target, vantage, healthy, failed, masked } = totals;
    const where = vantages.length < 2 ? '' : ` from ${vantage}`;
    const retried = masked === 0 ? '' : `, ${numberText(masked)} succeeded only on a retry`;
    return `${named(target)}${where}: ${availabilityText(availabilityRatio(totals) ?? 0)} available, ${numberText(failed)} of ${amountText(healthy + failed, 'probe')} failed${retried}.`;
  });
}

const UNTOLD = {
  unconfirmed: 'its mail from AWS waits for a click. After two days without one, subscribe it again',
  lost: 'its subscription is gone. Subscribe it again',
} as const;

function untoldLine({ address, standing, since }: Digest['untold'][number], timeZone: string): string {
  return `${named(address)} is told nothing since ${dateText(since, timeZone)}: ${UNTOLD[standing]}.`;
}

const ENDS = {
  token: { what: 'token of account', todo: 'make a new one and store it' },
  certificate: { what: 'certificate of', todo: 'whoever runs that host has to renew it' },
} as const;

function expiryLine({ what, name, at }: Digest['expiries'][number], to: EpochMs, timeZone: string): string {
  const days = Math.floor((at - to) / DAY_MS);
  const when = days < 0 ? 'ended' : 'ends';
  const ahead = days < 0 ? '' : days === 0 ? ', within a day' : `, in ${amountText(days, 'day')}`;
  return `The ${ENDS[what].what} ${named(name)} ${when} ${dateText(at, timeZone)}${ahead}: ${ENDS[what].todo}.`;
}

function cut<T>(shown: readonly T[], all: number, lineOf: (one: T) => string): string[] {
  const told = shown.slice(0, MOST_LINES);
  return [...told.map(lineOf), ...(all > told.length ? [`And ${numberText(all - told.length)} more.`] : [])];
}

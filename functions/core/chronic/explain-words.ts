import { DAY_MS, HOUR_MS, MINUTE_MS } from '../model/time.ts';
import type { Facts, Guard, Judged, Measurement, StatisticName } from './explanation.ts';
import { percentText, periodText, roughText } from './quantity-words.ts';

const GUARDS: Readonly<Record<Guard, string>> = {
  'too-few-starts': 'too few starts of failures to compare',
  'too-few-hits': 'too few windows of any usual period were hit',
  'no-coincidence': 'no window of any usual period was hit',
  'within-noise': 'fails no more there than tolerated noise',
  'plain-share': 'windows are hit no more often than the target fails anyway',
  'rather-daily': 'other days fail at that time too: it is rather daily, which takes more days to show',
  'may-be-bad-address': 'one bad address may be behind it, which is told first',
  unclear:
    'on a closer look it may be a faster period, several slower ones, or a beat with the probes: more failures will tell',
  unsteady: 'the steps scatter too much to tell a period',
  'no-hours': 'no hours hold most of the failures on three of four days, for eight days',
  'too-few-probes': 'too few probes',
  'mostly-unseen': 'most of the time was not probed',
  'quiet-part': 'a part of the time is quiet, or fails throughout',
  'too-few-changes': 'too few changes',
  'failure-ratio': 'too few of the probes fail, or nearly all of them',
  'independent-failures': 'the failures are as scattered as lost packets: that is loss',
  'not-spread': 'not spread over the time: some of it is quiet, or fails throughout',
  'too-few-runs': 'too few separate failures',
  'long-runs': 'long runs of failures: those are outages, not loss',
  'too-few-days': 'on too few days',
  'no-addresses': 'no failure yet while more than one address was in use',
  'too-few-hours': 'too few hours with failures while more than one address was in use',
  'too-few-failures': 'too few failures or too few attempts at the others',
  'others-fail-too': 'the other addresses fail too',
};

/** What held something back, in a few words. */
export function guardText(guard: Guard): string {
  return GUARDS[guard];
}

const MEASURES: Readonly<Record<StatisticName, (value: number) => string>> = {
  lnChance: chanceOf,
  sum: (value) => `sum ${value.toFixed(1)}`,
  downMs: (value) => (value === 0 ? 'not down' : `down for ${roughText(value)}`),
  changes: (value) => counted(value, 'change'),
  hits: (value) => counted(value, 'hit'),
  starts: (value) => counted(value, 'start'),
  hours: (value) => counted(value, 'hour'),
};

/** A statistic with its unit: `chance 1 in 5,200`, `sum 4.1`, `down for 3 h`; `-` for none. */
export function statisticText({ statistic, value }: Pick<Judged, 'statistic' | 'value'>): string {
  return value === null ? '-' : MEASURES[statistic](value);
}

/** What a statistic has to reach: `at most 1 in 62,000`, `at least 7.0`. */
export function thresholdText({ statistic, threshold }: Pick<Measurement, 'statistic' | 'threshold'>): string {
  if (statistic === 'lnChance') return `at most ${chanceOf(threshold).replace('chance ', '')}`;
  return `at least ${statistic === 'downMs' ? roughText(threshold) : MEASURES[statistic](threshold).replace('sum ', '')}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** A chance as one in so many, to two digits; the natural logarithm where that is beyond counting. */
function chanceOf(lnChance: number): string {
  if (lnChance >= 0) return 'chance 1 in 1';
  if (lnChance < Math.log(1e-15)) return `chance 1 in 10^${Math.round(-lnChance / Math.LN10)}`;
  const times = Number(Math.exp(-lnChance).toPrecision(2));
  return `chance 1 in ${times < 1_000 ? times : String(times).replace(/\B(?=(\d{3})+$)/g, ',')}`;
}

/** The evidence of a measurement in a few words; '' when there is nothing to add. */
export function evidenceText({ test, evidence }: Pick<Measurement, 'test' | 'evidence'>): string {
  const number = (name: string) => numberOf(evidence, name);
  switch (test) {
    case 'look-back':
      return periodEvidence(evidence);
    case 'busy-hours':
      if (number('windows') === 0) return counted(number('starts'), 'start');
      return `${clockOf(number('startMs'))} for ${roughText(number('lengthMs'))}${daysOf(evidence)}: ${number('hits')} of ${number('windows')} days`;
    case 'persistent':
      return `${counted(number('failing'), 'failing probe')} in a row`;
    case 'flapping':
      return `${number('failing')} of ${Math.round(number('probes'))} probes in ${roughText(number('spanMs'))} failed`;
    case 'lossy': {
      const probes = number('probesInDay');
      return probes === 0 ? '' : `${number('failingInDay')} of ${probes} probes failed on the last day`;
    }
    case 'recurring':
      return counted(number('outages'), 'outage');
    case 'one-bad-address':
      return addressEvidence(evidence);
  }
}

function periodEvidence(evidence: Facts): string {
  const number = (name: string) => numberOf(evidence, name);
  const starts = counted(number('starts'), 'start');
  if (number('periodMs') === 0) return starts;
  const within = `within ${roughText(number('toleranceMs'))}`;
  const found = number('foundPeriodMs');
  const isAnother = found > 0 && Math.abs(found / number('periodMs') - 1) > 0.01;
  return [
    `every ${periodText(number('periodMs'), null)}${daysOf(evidence)}: ${number('hits')} of ${number('windows')} windows, ${within}`,
    ...(isAnother ? [`on a closer look every ${periodText(found, null)}`] : []),
    starts,
  ].join('; ');
}

function addressEvidence(evidence: Facts): string {
  const number = (name: string) => numberOf(evidence, name);
  const { address } = evidence;
  if (typeof address !== 'string') {
    if (number('hours') === 0) return '';
    return `${number('failures')} of ${number('attempts')} attempts failed in ${number('hours')} hours at ${number('addresses')} addresses`;
  }
  const others = percentText(number('otherFailures') / Math.max(1, number('otherAttempts')));
  return `${address}: ${number('failures')} of ${number('attempts')} attempts failed, ${others} at the others`;
}

function numberOf(evidence: Facts, name: string): number {
  const value = evidence[name];
  return typeof value === 'number' ? value : 0;
}

function daysOf({ weekdays }: Facts): string {
  return weekdays === null || weekdays === undefined ? '' : ' on working days';
}

/** `HH:MM` from the start of a day. */
function clockOf(ms: number): string {
  const two = (count: number) => String(count).padStart(2, '0');
  return `${two(Math.floor((ms % DAY_MS) / HOUR_MS))}:${two(Math.floor((ms % HOUR_MS) / MINUTE_MS))}`;
}

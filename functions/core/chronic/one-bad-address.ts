import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';
import type { Guard } from './explanation.ts';
import { lnBinomialTail } from './statistics.ts';
import type { Evidence } from './evidence.ts';

interface AddressCount {
  attempts: number;
  failures: number;
}

/** Attempts by address: those of the hour under way, and those of the hours in which something failed. */
export interface AddressEvidence {
  hourStart: EpochMs;
  hour: Record<string, AddressCount>;
  /** Hours in which one address failed while another was in use; old ones fade. */
  counts: Record<string, AddressCount>;
  /** Such hours, and when the first of them began. */
  hours: number;
  from: EpochMs | null;
}

/** An address that fails while the others of its name work. */
export interface BadAddress {
  readonly address: string;
  readonly from: EpochMs;
  readonly failures: number;
  readonly attempts: number;
  /** Attempts at the other addresses, and those that failed. */
  readonly others: AddressCount;
  readonly lnChance: number;
}

/** Hours that it takes: an outage of an hour or two strikes the addresses that happen to be in use. */
export const FEWEST_HOURS = 4;
const FEWEST_FAILURES = 6;
/** The others must fail at most this share of what the bad one does. */
const OTHERS_RATIO = 0.2;
const FADE = Math.pow(0.5, HOUR_MS / (2 * DAY_MS));

/** No attempts. */
export function noAddresses(): AddressEvidence {
  return { hourStart: 0, hour: {}, counts: {}, hours: 0, from: null };
}

/** Counts the attempts of a probe, the last one included when it succeeded. */
export function countAddresses(evidence: AddressEvidence, { at, failures, succeeded, address }: Evidence): void {
  if (failures.length === 0 && address === null) return;
  const hourStart = Math.floor(at / HOUR_MS) * HOUR_MS;
  if (hourStart !== evidence.hourStart) closeHour(evidence, hourStart);
  for (const failure of failures) count(evidence.hour, failure.address, 1);
  if (succeeded) count(evidence.hour, address, 0);
}

function count(counts: Record<string, AddressCount>, address: string | null, failed: 0 | 1): void {
  if (address === null) return;
  const one = (counts[address] ??= { attempts: 0, failures: 0 });
  one.attempts += 1;
  one.failures += failed;
}

function closeHour(evidence: AddressEvidence, next: EpochMs): void {
  const used = Object.entries(evidence.hour);
  const hasFailed = used.some(([, { failures }]) => failures > 0);
  if (hasFailed && used.length >= 2) {
    for (const one of Object.values(evidence.counts)) {
      one.attempts *= FADE;
      one.failures *= FADE;
    }
    for (const [address, { attempts, failures }] of used) {
      const one = (evidence.counts[address] ??= { attempts: 0, failures: 0 });
      one.attempts += attempts;
      one.failures += failures;
    }
    evidence.from ??= evidence.hourStart;
    evidence.hours += 1;
  }
  evidence.hourStart = next;
  evidence.hour = {};
}

/** Whether the failures keep to one address (binomial tail against its share of the attempts), or `null`. */
export function badAddress(evidence: AddressEvidence): BadAddress | null {
  const worst = judgeAddresses(evidence);
  return typeof worst === 'string' ? null : worst;
}

/** The address that failures keep to, however probable by chance, or why none can be named. */
export function judgeAddresses({ counts, hours, from }: AddressEvidence): BadAddress | Guard {
  if (from === null) return 'no-addresses';
  return hours < FEWEST_HOURS ? 'too-few-hours' : worstAddress(counts, from, FEWEST_FAILURES);
}

/**
 * Whether so far, the hour under way included, failures keep to one address, on less evidence than it takes to say so:
 * addresses that take turns make rhythms of their own, which must not be told first.
 */
export function mayBeBadAddress({ counts, hour, hourStart, from }: AddressEvidence): boolean {
  const all: Record<string, AddressCount> = {};
  for (const [address, { attempts, failures }] of [...Object.entries(counts), ...Object.entries(hour)]) {
    const one = (all[address] ??= { attempts: 0, failures: 0 });
    one.attempts += attempts;
    one.failures += failures;
  }
  const worst = worstAddress(all, from ?? hourStart, 4);
  return typeof worst !== 'string' && worst.lnChance < LN_MAY_BE;
}

const LN_MAY_BE = Math.log(0.01);

function worstAddress(
  counts: Readonly<Record<string, AddressCount>>,
  from: EpochMs,
  fewest: number,
): BadAddress | Guard {
  const entries = Object.entries(counts);
  const worst = entries.reduce<[string, AddressCount] | null>(
    (most, entry) => (entry[1].failures > (most?.[1].failures ?? 0) ? entry : most),
    null,
  );
  if (worst === null) return 'too-few-failures';
  const [address, { attempts, failures }] = worst;
  const all = entries.reduce((sum, [, one]) => sum + one.attempts, 0);
  const failed = entries.reduce((sum, [, one]) => sum + one.failures, 0);
  const others = { attempts: all - attempts, failures: failed - failures };
  if (failures < fewest || others.attempts < fewest) return 'too-few-failures';
  if (others.failures / others.attempts > (OTHERS_RATIO * failures) / attempts) return 'others-fail-too';
  const lnChance = lnBinomialTail(Math.round(failed), Math.round(failures), attempts / all) + Math.log(entries.length);
  return { address, from, failures, attempts, others, lnChance };
}

/** Whether an address that was bad works again, as far as the hour that has just passed shows. */
export function isGoodAgain(hour: Readonly<Record<string, AddressCount>>, address: string): boolean {
  const one = hour[address];
  return one !== undefined && one.attempts >= 4 && one.failures / one.attempts < 0.1;
}

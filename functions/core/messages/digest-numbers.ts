import { zoneOffsetMs } from '../chronic/zone-offset.ts';
import { isoTime, type EpochMs } from '../model/time.ts';

/** `10,080`. */
export function numberText(count: number): string {
  return new Intl.NumberFormat('en-US').format(count);
}

/** `1 probe`, `10,080 probes`. */
export function amountText(count: number, what: string): string {
  return `${numberText(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** A share of healthy probes, never rounded up: `100 %` is all of them. */
export function availabilityText(ratio: number): string {
  // What a share of two whole numbers is off by, e.g. 0.57 * 10,000, must not cost a hundredth.
  const hundredths = Math.floor(ratio * 10_000 + 1e-6);
  return ratio < 1 ? `${(Math.min(hundredths, 9_999) / 100).toFixed(2)} %` : '100 %';
}

/** The date on the zone's wall clock: `2026-11-16`. */
export function dateText(at: EpochMs, timeZone: string): string {
  return isoTime(at + zoneOffsetMs(at, timeZone)).slice(0, 10);
}

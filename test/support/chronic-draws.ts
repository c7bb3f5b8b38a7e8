import { DAY_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { over, quiet } from './chronic-timeline.ts';
import { seededRandom, type SeededRandom } from './scenarios/seeded-random.ts';

/** Text in which each probe fails by itself in this share of the cases. */
export function noise(seed: string, ratio: number, length: number, letter = 'x'): string {
  const random = seededRandom(seed);
  return Array.from({ length }, () => (random.chance(ratio) ? letter : '.')).join('');
}

/** Text that goes up and down, for so many probes each time. */
export function upAndDown(
  seed: string,
  length: number,
  up: readonly [number, number],
  down: readonly [number, number],
): string {
  const random = seededRandom(seed);
  let text = '';
  while (text.length < length) text += '.'.repeat(random.whole(...up)) + 'x'.repeat(random.whole(...down));
  return text.slice(0, length);
}

/** Text of days, five minutes apart, with outages at times drawn anew each day. */
export function scattered(seed: string, days: number, perDay: (random: SeededRandom) => number, marks: string): string {
  const random = seededRandom(seed);
  let text = '';
  for (let day = 0; day < days; day++) {
    let today = quiet(1);
    for (let count = perDay(random); count > 0; count--) {
      const at = random.whole(0, today.length - marks.length);
      today = over(today, '.'.repeat(at) + marks);
    }
    text += today;
  }
  return text;
}

/** Text of probes five minutes apart, struck by a timer that starts anew with each strike. */
export function renewed(seed: string, days: number, periodMs: number, variation: number, marks: string): string {
  const random = seededRandom(seed);
  let text = quiet(days);
  for (let at = 3 * DAY_MS; at < (days - 1) * DAY_MS; at += periodMs * (1 + variation * random.normal())) {
    text = over(text, '.'.repeat(Math.floor(at / (5 * MINUTE_MS))) + marks);
  }
  return text;
}

/** Text of probes that each go to an address drawn at random; one of them always fails. */
export function drawnAddresses(seed: string, length: number, addresses: number, bad: number | null): string {
  const random = seededRandom(seed);
  return Array.from({ length }, () => addressLetter(random.whole(1, addresses), bad)).join('');
}

/** Text of probes that take the addresses in turn; one of them always fails. */
export function turnedAddresses(length: number, addresses: number, bad: number | null): string {
  return Array.from({ length }, (_, index) => addressLetter(1 + (index % addresses), bad)).join('');
}

function addressLetter(number: number, bad: number | null): string {
  return number === bad ? ' ABCD'.charAt(number) : String(number);
}

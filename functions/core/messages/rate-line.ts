import type { Problem } from '../model/problem.ts';

/** How often it failed, when that is why it was opened; nothing for what failed in a row. */
export function rateLine({ rate }: Pick<Problem, 'rate'>): string[] {
  if (rate === null) return [];
  return [`It works now and then: ${rate.failedTicks} of the last ${rate.ofTicks} ticks failed.`];
}

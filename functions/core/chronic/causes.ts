import { ACCESS_CAUSES } from './access-causes.ts';
import type { CauseHint, CauseRule } from './cause-rule.ts';
import { traitsOf, type CauseContext } from './cause-traits.ts';
import type { Finding } from './finding.ts';
import { GENERAL_CAUSES } from './general-causes.ts';
import { NAME_CAUSES } from './name-causes.ts';
import { OWN_NETWORK_CAUSES } from './own-network-causes.ts';
import { TIMED_CAUSES } from './timed-causes.ts';
import { UNTIMED_CAUSES } from './untimed-causes.ts';

/** More than this is a lecture, not a lead. */
const HINTS_GIVEN = 3;

/** Every cause there is a hint for, the most specific first; a source and a test for each. */
export const CAUSES: readonly CauseRule[] = [
  ...OWN_NETWORK_CAUSES,
  ...ACCESS_CAUSES,
  ...NAME_CAUSES,
  ...TIMED_CAUSES,
  ...UNTIMED_CAUSES,
  ...GENERAL_CAUSES,
];

/**
 * What the pattern of a finding is consistent with: at most three hints, the most specific first; none when nothing fits.
 * The failures alone cannot show a cause, so each hint comes with the test that can.
 */
export function causesOf(finding: Finding, context: CauseContext): readonly CauseHint[] {
  const traits = traitsOf(finding, context);
  const isOwn = (rule: CauseRule) => OWN_NETWORK_CAUSES.includes(rule);
  return CAUSES.filter((rule) => isOwn(rule) === context.isOwnNetwork && rule.fits(traits))
    .slice(0, HINTS_GIVEN)
    .map(({ id, consistentWith, test, source }) => ({ id, consistentWith, test, source }));
}

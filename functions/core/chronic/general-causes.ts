import type { CauseRule } from './cause-rule.ts';

/** What the scope alone says, where nothing narrower does. */
export const GENERAL_CAUSES: readonly CauseRule[] = [
  {
    id: 'seen-from-several-vantages',
    consistentWith: 'Consistent with trouble at the provider or close to it: vantages that share no path see the same.',
    test: 'Compare the last common hop of `mtr -rwc 50 HOST` from two of the vantages: trouble before it would not strike both.',
    source: 'derived: independent paths meet only near the server',
    fits: (traits) => traits.class === 'network' && traits.vantageCount > 1,
  },
  {
    id: 'shared-by-targets',
    consistentWith:
      'Consistent with something that these targets share, such as the path, the front end or a database, and not with one endpoint.',
    test: 'Probe another path of the same origin in the next window, such as /server-time: if it works, the shared thing lies behind the front end.',
    source: 'derived: separate endpoints have only such things in common',
    fits: (traits) => traits.targetCount > 1 && (traits.class === 'network' || traits.class === 'server'),
  },
];

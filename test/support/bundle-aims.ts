/**
 * The functions, how many bytes of code each is to have at most, so that it starts fast, and how many it has at most: where the aim
 * is not met, no release is further from it.
 */
export const BUNDLE_AIMS = [
  { name: 'probe', aimBytes: 900_000, limitBytes: 900_000 },
  { name: 'detect', aimBytes: 450_000, limitBytes: 460_000 },
  { name: 'slack', aimBytes: 450_000, limitBytes: 450_000 },
  { name: 'widget', aimBytes: 450_000, limitBytes: 450_000 },
] as const;

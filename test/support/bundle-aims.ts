/** The functions, and how many bytes of code each may have at most, so that it starts fast. */
export const BUNDLE_AIMS = [
  { name: 'probe', aimBytes: 900_000 },
  { name: 'detect', aimBytes: 450_000 },
  { name: 'slack', aimBytes: 450_000 },
  { name: 'widget', aimBytes: 450_000 },
] as const;

/** The functions, and how many bytes of code each may have at most, so that it starts fast. What a test refuses is more where the aim is not met yet. */
export const BUNDLE_AIMS = [
  { name: 'probe', aimBytes: 900_000, limitBytes: 900_000 },
  { name: 'detect', aimBytes: 450_000, limitBytes: 475_000 },
  { name: 'slack', aimBytes: 450_000, limitBytes: 450_000 },
] as const;

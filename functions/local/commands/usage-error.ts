/** Ends with its message and exit code 2: wrong usage or settings. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

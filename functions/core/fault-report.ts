/**
 * Something of our own that went wrong during a run: a store, a topic, a secret. The run goes on; the fault is logged once,
 * and the handler fails at the end so that Lambda's own alarm sees it.
 */
export interface RunFault {
  /** What could not be done. */
  readonly what: string;
  /** The error's name and message; never a secret. */
  readonly error: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** A fault from a caught error. */
export function runFault(what: string, remedy: string, cause: unknown): RunFault {
  const error = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return { what, error, remedy };
}

/** A run that ended with faults. Thrown by handlers, after everything else was done. */
export class RunFaultsError extends Error {
  override readonly name = 'RunFaultsError';

  constructor(faults: readonly RunFault[]) {
    super(faults.map(({ what, error, remedy }) => `${what}: ${error}. ${remedy}`).join('\n'));
  }
}

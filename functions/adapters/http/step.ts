import { ABORTED_CODE } from '../../core/probing/network-kinds.ts';

/** Trouble on the wire that this adapter itself found, with a code of `network-kinds.ts`. */
export class WireTrouble extends Error {
  override readonly name = 'WireTrouble';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** How long a step may take, and the code of its failure when it takes longer. */
export interface StepLimit {
  readonly ms: number;
  readonly code: string;
  readonly signal: AbortSignal;
}

/**
 * Runs one step of an attempt against its deadline and the run's. `start` gets the two ways to end it and returns what
 * gives up, which is called when the step fails for whatever reason.
 */
export function step<T>(
  limit: StepLimit,
  start: (resolve: (value: T) => void, reject: (error: Error) => void) => () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let giveUp: () => void = () => undefined;
    const end = () => {
      clearTimeout(timer);
      limit.signal.removeEventListener('abort', onAbort);
    };
    const fail = (error: Error) => {
      end();
      giveUp();
      reject(error);
    };
    const onAbort = () => {
      fail(new WireTrouble(ABORTED_CODE, 'the time of the run was up'));
    };
    const timer = setTimeout(() => {
      fail(new WireTrouble(limit.code, `not done within ${limit.ms} ms`));
    }, limit.ms);
    limit.signal.addEventListener('abort', onAbort);
    giveUp = start((value) => {
      end();
      resolve(value);
    }, fail);
    if (limit.signal.aborted) onAbort();
  });
}

import type { Announcement } from '../../functions/core/model/problem.ts';
import type { DetectPorts } from '../../functions/detect/run.ts';

/** What befalls a pass at one of its port calls, counted from 0: its process dies, or the call rejects. */
export interface Disturbance {
  readonly call: number;
  /** Before the call is performed, or after, when only the answer is lost. */
  readonly how: 'dies-before' | 'dies-after' | 'fails-before' | 'fails-after';
}

/** The ports as one pass sees them. */
export interface DisturbedPorts {
  readonly ports: DetectPorts;
  /** Resolves when the pass has died: it gets no answer to anything any more. */
  readonly died: Promise<'died'>;
  /** The calls so far, by name. */
  readonly calls: readonly string[];
}

type PortCall = (...args: readonly unknown[]) => Promise<unknown>;

const PLAIN: readonly string[] = ['clock', 'log', 'newOwner', 'untold'];
const NEVER = new Promise<never>(() => undefined);

/**
 * The ports of one pass with a disturbance.
 *
 * @param turn waited for before each call
 * @param onUnmarked told of each notice that was published and, by the disturbance, not marked
 */
export function disturbed(
  ports: DetectPorts,
  disturbance: Disturbance | null,
  turn: (call: string) => Promise<unknown>,
  onUnmarked: (noticeId: string) => void,
): DisturbedPorts {
  const calls: string[] = [];
  let published: string | null = null;
  let die: () => void = () => undefined;
  const died = new Promise<'died'>((resolve) => {
    die = () => {
      resolve('died');
    };
  });

  const strike = (name: string, when: 'before' | 'after'): Promise<never> | null => {
    if (disturbance?.call !== calls.length - 1) return null;
    const isDeath = disturbance.how === `dies-${when}`;
    // The channel rejects never: how it fails is its own answer.
    const isFailure = disturbance.how === `fails-${when}` && !name.startsWith('notifier.');
    if (!isDeath && !isFailure) return null;
    if (published !== null) onUnmarked(published);
    if (isFailure) return Promise.reject(new Error(`${name} failed`));
    die();
    return NEVER;
  };

  const disturbedCall =
    (name: string, perform: PortCall): PortCall =>
    async (...args) => {
      await turn(name);
      calls.push(name);
      const struckBefore = strike(name, 'before');
      if (struckBefore !== null) return struckBefore;
      const answer = await perform(...args);
      if (name === 'notifier.publish') published = (args[0] as Announcement).id;
      if (['outbox.markSent', 'outbox.release', 'outbox.bury'].includes(name)) published = null;
      return strike(name, 'after') ?? answer;
    };

  const wrapped = Object.entries(ports).map(([name, port]) => {
    if (PLAIN.includes(name) || port === null) return [name, port] as const;
    const methods = Object.entries(port as Readonly<Record<string, PortCall>>);
    return [
      name,
      Object.fromEntries(methods.map(([method, perform]) => [method, disturbedCall(`${name}.${method}`, perform)])),
    ] as const;
  });
  return { ports: Object.fromEntries(wrapped) as unknown as DetectPorts, died, calls };
}

import type { Announcement } from '../../functions/core/model/problem.ts';
import type { Outbox } from '../../functions/core/ports.ts';

/** What waits in an outbox, in its order. */
export async function waitingIn(outbox: Outbox): Promise<readonly Announcement[]> {
  return (await outbox.pending()).map(({ announcement }) => announcement);
}

import type { Notifier, PublishResult } from '../../core/ports.ts';

/** Announcements that are through at some channels alone; more than a few wait only where a channel is away for days. */
const MOST_KEPT = 1_000;

/** What one channel did not take: of several, what is most in need of being tried again. */
const GRAVEST: readonly PublishResult['result'][] = ['ambiguous', 'unavailable', 'refused'];

/**
 * Several channels as one: an announcement is through when all have taken it. One that has taken it is not asked again while this
 * process runs, so that what another one refuses is not told twice here.
 */
export function allNotifiers(notifiers: readonly Notifier[]): Notifier {
  const taken = new Map<string, Set<Notifier>>();
  return {
    publish: async (announcement, care) => {
      const by = taken.get(announcement.id) ?? new Set();
      const results: PublishResult[] = [];
      for (const notifier of notifiers) {
        if (by.has(notifier)) continue;
        const published = await notifier.publish(announcement, care);
        if (published.result === 'accepted') by.add(notifier);
        else results.push(published);
      }
      taken.delete(announcement.id);
      const failed = GRAVEST.flatMap((result) => results.find((one) => one.result === result) ?? []);
      if (failed[0] === undefined) return { result: 'accepted' };
      taken.set(announcement.id, by);
      const [oldest] = taken.keys();
      if (taken.size > MOST_KEPT && oldest !== undefined) taken.delete(oldest);
      return failed[0];
    },
  };
}

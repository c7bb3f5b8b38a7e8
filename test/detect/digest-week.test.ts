import { expect, test } from 'vitest';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteStates } from '../../functions/adapters/sqlite/states.ts';
import type { DigestState } from '../../functions/core/digest/week-tally.ts';
import { digestText } from '../../functions/core/messages/digest-text.ts';
import type { Announcement, DigestNotice } from '../../functions/core/model/problem.ts';
import type { Attempt } from '../../functions/core/model/run.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import { NO_MEMORY } from '../../functions/core/model/vantage-memory.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import type { StateStore } from '../../functions/core/ports.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { runDetect } from '../../functions/detect/run.ts';
import { TICK_AT, aFailedAttempt, aProbe, aRefusedObservation, anAttempt, anObservation } from '../support/builders.ts';
import { detectWorld, settingsWith } from './monitor.ts';

const EVERY_MS = 5 * MINUTE_MS;
/** `TICK_AT` is midnight of a Sunday. */
const DUE = TICK_AT + 7 * DAY_MS + 8 * HOUR_MS;
const PLAIN = settingsWith(['open', 'agents']);
const SETTINGS: Settings = {
  ...PLAIN,
  targets: PLAIN.targets.map((target) => ({ ...target, tier: 'token', everyMs: EVERY_MS })),
  tickMs: EVERY_MS,
  timeZone: 'UTC',
  digest: { weekday: 'sun', timeOfDay: '08:00' },
};

function attempt(tickAt: EpochMs, isHealthy: boolean): Attempt {
  const startedAt = tickAt + 500;
  return isHealthy
    ? anAttempt({ observation: anObservation({ startedAt }) })
    : aFailedAttempt({ observation: aRefusedObservation({ startedAt }) });
}

/** `open` needs a retry once an hour; `agents` fails every half hour. */
function attemptsAt(tickAt: EpochMs, target: string): readonly Attempt[] {
  if (target === 'agents') return [attempt(tickAt, (tickAt - TICK_AT) % (30 * MINUTE_MS) !== 10 * MINUTE_MS)];
  const isHealthy = tickAt % HOUR_MS !== 20 * MINUTE_MS;
  return isHealthy ? [attempt(tickAt, true)] : [attempt(tickAt, false), attempt(tickAt, true)];
}

test('a week that was recorded, packed and stored is told as it was, once', async () => {
  const sent: Announcement[] = [];
  const { ports, history, memory } = detectWorld({
    notifier: {
      publish: (announcement) => {
        sent.push(announcement);
        return Promise.resolve({ result: 'accepted' });
      },
    },
    metrics: { put: () => Promise.resolve() },
  });
  const digests: StateStore<DigestState> = sqliteStates(openDatabase(':memory:'), 'digest_state');
  await memory.save('local', { ...NO_MEMORY, tokens: { main: { expiresAt: DUE + 30 * DAY_MS } } }, 0);
  const ids = SETTINGS.targets.map(({ id }) => id);
  for (let tickAt = TICK_AT; tickAt <= DUE + HOUR_MS; tickAt += EVERY_MS) {
    const key = { vantage: 'local', tickAt, shard: 0 };
    await history.claim(key, tickAt, ids);
    const probes = ids.map((targetId) => aProbe({ targetId, attempts: attemptsAt(tickAt, targetId) }));
    await history.finish(key, packRun({ key, diagnoses: [], probes }));
    if (tickAt % HOUR_MS === 0) {
      const { faults } = await runDetect({ tickAt, vantages: ['local'] }, SETTINGS, { ...ports, digests });
      expect(faults).toEqual([]);
    }
  }

  const notices = sent.filter((one): one is DigestNotice => one.reason === 'digest');
  expect(notices.map(({ id, at }) => [id, at])).toEqual([['digest/2026-03-08', DUE]]);
  const [notice] = notices;
  if (notice === undefined) return;
  const probes = 7 * 24 * 12;
  const failed = 7 * 24 * 2;
  const nothing = { ownNetwork: 0, ownFault: 0, skipped: 0 };
  expect(notice.digest.counts).toEqual({ healthy: 2 * probes - failed, failed, masked: 7 * 24, ...nothing });
  const [chronic] = notice.digest.problems.shown.filter(({ subject }) => subject === 'agents');
  expect(chronic).toMatchObject({ nature: 'chronic', resolvedAt: null, week: { strikes: failed, probes: failed } });
  const { title, sections } = digestText(notice.digest, {
    timeZone: 'UTC',
    runbookUrl: 'README.md',
    dashboardUrl: null,
  });
  expect(title).toMatch(/^WEEK 2026-03-01 to 07: 91\.66 % available, \d chronic problems? open$/);
  expect(sections.flatMap(({ lines }) => lines)).toContain(
    'agents: every 30 min (network, connect-refused). 336 strikes this week; since 2026-03-01, still open.',
  );
});

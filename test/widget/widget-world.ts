import { memoryStates } from '../../functions/adapters/memory/states.ts';
import { wallTimeOf } from '../../functions/core/digest/wall-time.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import type { WidgetPorts } from '../../functions/widget/run.ts';
import { chronicWorld, minute, type ChronicWorld, type Mark, type Story } from '../detect/chronic-world.ts';
import { seeded } from '../core/picture/scenes.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { memoryLog } from '../support/memory-log.ts';

export const ZONE = 'Europe/Amsterdam';
export const VANTAGE = 'local';
/** Three weeks, and most of a working day. */
export const WORLD_MINUTES = (21 * DAY_MS + 14 * HOUR_MS) / MINUTE_MS;
export const OUTAGE_MINUTES = 38;
const OUTAGE_FROM = WORLD_MINUTES - OUTAGE_MINUTES;

const DNS: Mark = { name: 'network/dns-timeout', phase: 'resolve' };
const GATEWAY: Mark = { name: 'server/gateway-timeout' };
const EXPIRED: Mark = { name: 'authorization/token-expired' };
const MASKED: Mark = { name: 'network/connection-reset', phase: 'request', masked: true };

/** The five rungs of an account, told in Amsterdam. */
export function worldSettings(): Settings {
  return settingsOf(
    {
      accounts: { main: { application: 'abcdefABCDEF', company: '1111-2222-3333-4444-5555', tokenParameter: '/t' } },
      timeZone: ZONE,
      runbookUrl: 'https://example.com/README.md',
      reminders: false,
    },
    'lambda',
  );
}

/** A name server that is away each night at 03:15, a company behind a gateway that hangs every half hour, and a token that ran out. */
export const worldStory: Story = (at, target) => {
  const wallMinute = (wallTimeOf(minute(at), ZONE) % DAY_MS) / MINUTE_MS;
  if (target === 'server-time' && wallMinute >= 195 && wallMinute < 198) return DNS;
  if (target === 'company' && at >= 9 * 1440 && [12, 13].includes(at % 30)) return GATEWAY;
  if (['access-token', 'company', 'agents'].includes(target) && at >= OUTAGE_FROM) return EXPIRED;
  if (target === 'agents' && seeded(at)() < 0.0008) return MASKED;
  return 'healthy';
};

/** What the widget reads: a world that was watched to its end, with every run on record. */
export interface WidgetWorld {
  readonly settings: Settings;
  readonly ports: WidgetPorts;
  readonly now: EpochMs;
  readonly detection: ChronicWorld;
  readonly log: ReturnType<typeof memoryLog>;
}

/** Has detection watch a story, an hour at a time; then the widget may look at it. */
export async function watchedWorld(
  settings: Settings = worldSettings(),
  story: Story = worldStory,
  minutes: number = WORLD_MINUTES,
): Promise<WidgetWorld> {
  const detection = chronicWorld(settings, [VANTAGE]);
  for (let from = 0; from < minutes; from += 60) {
    const to = Math.min(minutes, from + 60);
    detection.record(from, to, story);
    await detection.pass(to - 1);
  }
  const log = memoryLog();
  const now = minute(minutes) + 20_000;
  const { history, states, problems, outbox, cares } = detection.ports;
  return {
    settings,
    now,
    detection,
    log,
    ports: { history, states, problems, outbox, cares, subscribed: memoryStates(), clock: { now: () => now }, log },
  };
}

import { httpProber } from '../../adapters/http/prober.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../../core/model/time.ts';
import type { Clock, Prober, Secrets } from '../../core/ports.ts';
import type { Settings } from '../../core/settings-model.ts';
import type { Progress } from '../view.ts';
import { catchUpClock, type CatchUpClock } from './catch-up-clock.ts';
import { demoSettings } from './demo-settings.ts';
import { seededRandom } from './seeded-random.ts';
import { openStage, spareAddress } from './stage.ts';
import { STORY_DAYS, storyFrom, type Story } from './story.ts';

/** A fortnight against the built-in simulator, up to now: what a host needs to play it, and where it has got to. */
export interface Demo {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly clock: CatchUpClock;
  readonly prober: Prober;
  readonly random: () => number;
  /** Whether the story has its bad address: not every machine has several of its own. */
  readonly hasBadAddress: boolean;
  /** Sets the stage for the run that begins now. */
  prepare(): Promise<void>;
  progress(): Progress;
  close(): Promise<void>;
}

/** The story begins at a multiple of this, as the ticks do. */
const TICK_MS = 5 * MINUTE_MS;

/** Any will do; it is the same every time. */
const SEED = 20;

/**
 * Opens the stage for the fortnight that ends now.
 *
 * @param real the clock that is caught up with
 * @param addresses whether the API has several addresses; default: where this machine has them
 */
export async function openDemo(real: Clock, timeZone: string, addresses?: 'one' | 'several'): Promise<Demo> {
  const startAt = Math.floor((real.now() - STORY_DAYS * DAY_MS) / TICK_MS) * TICK_MS;
  const badAddress = addresses === 'one' ? null : await spareAddress();
  const story = storyFrom(startAt, timeZone, badAddress);
  const clock = catchUpClock(startAt, real);
  const now = () => clock.now();
  const stage = await openStage(story, startAt, badAddress !== null, now);
  const settings = demoSettings(stage, timeZone);
  return {
    settings,
    secrets: { read: () => Promise.resolve(stage.token()) },
    clock,
    prober: held(httpProber({ now, nameServers: [stage.nameServer] }), clock),
    random: seededRandom(SEED),
    hasBadAddress: badAddress !== null,
    prepare: () => stage.simulator.advance(),
    progress: () => progressOf(story, startAt, clock),
    close: () => stage.close(),
  };
}

/** A prober whose requests stop the clock. */
function held(prober: Prober, clock: CatchUpClock): Prober {
  return {
    attempt: (request) => clock.hold(() => prober.attempt(request)),
    canConnect: (request) => clock.hold(() => prober.canConnect(request)),
    examine: (request) => clock.hold(() => prober.examine(request)),
  };
}

function progressOf({ chapters }: Story, startAt: EpochMs, clock: CatchUpClock): Progress {
  const ratio = Math.min(1, (clock.now() - startAt) / (STORY_DAYS * DAY_MS));
  const day = Math.min(STORY_DAYS, Math.floor(ratio * STORY_DAYS) + 1);
  const dayStart = startAt + (day - 1) * DAY_MS;
  const today = chapters.filter(({ from, to }) => from < dayStart + DAY_MS && dayStart < to).map(({ title }) => title);
  return {
    isPlaying: !clock.hasCaughtUp(),
    ratio,
    day,
    days: STORY_DAYS,
    today: today.length === 0 ? 'all is well' : today.join('; '),
  };
}

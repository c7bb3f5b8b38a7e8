import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import type { Notice } from '../../../functions/core/model/problem.ts';
import { DAY_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import type { Prober } from '../../../functions/core/ports.ts';
import { openDemo } from '../../../functions/local/demo/demo.ts';
import { STORY_DAYS } from '../../../functions/local/demo/story.ts';
import { localHost } from '../../../functions/local/host.ts';
import { scheduleLoop } from '../../../functions/local/loop.ts';
import type { ViewModel } from '../../../functions/local/view.ts';
import { memoryLog } from '../../support/memory-log.ts';

/** What a play came to. */
export interface Played {
  readonly view: ViewModel;
  /** In the order in which they were told. */
  readonly notices: readonly Notice[];
  readonly faults: readonly string[];
}

/** Which part of the demonstration to play. */
export interface Part {
  /** When the story begins; it is a fortnight before the end. */
  readonly startAt: EpochMs;
  readonly days: number;
  readonly timeZone: string;
  readonly addresses?: 'one' | 'several';
  /** Called before each attempt; no virtual time goes by meanwhile. */
  readonly beforeAttempt?: () => Promise<void>;
}

/** Plays the first days of the demonstration over real sockets, as `npm start` does. */
export async function play({
  startAt,
  days,
  timeZone,
  addresses,
  beforeAttempt = () => Promise.resolve(),
}: Part): Promise<Played> {
  const stop = new AbortController();
  const real = { now: () => startAt + STORY_DAYS * DAY_MS, sleep: () => Promise.resolve() };
  const demo = await openDemo(real, timeZone, addresses);
  const prober: Prober = {
    ...demo.prober,
    attempt: (request) =>
      demo.clock.hold(async () => {
        await beforeAttempt();
        return demo.prober.attempt(request);
      }),
  };
  const database = openDatabase(':memory:');
  const host = localHost({
    ...demo,
    prober,
    database,
    log: memoryLog(),
    header: [],
    problemsOptions: '',
  });
  const faults: string[] = [];
  try {
    await scheduleLoop(demo.settings.tickMs, demo.clock, stop.signal, async (tickAt) => {
      if (tickAt > startAt + days * DAY_MS) {
        stop.abort();
        return;
      }
      await demo.prepare();
      await host.tick(tickAt);
      faults.push(...host.view().faults);
    });
    const rows = await database.read((statements) => statements.all('SELECT notice FROM notice ORDER BY at, id'));
    return {
      view: { ...host.view(), progress: demo.progress() },
      notices: rows.map(({ notice }) => JSON.parse(String(notice)) as Notice),
      faults,
    };
  } finally {
    database.close();
    await demo.close();
  }
}

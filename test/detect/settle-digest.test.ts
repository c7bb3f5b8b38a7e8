import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryProblems } from '../../functions/adapters/memory/problems.ts';
import { memoryRunHistory } from '../../functions/adapters/memory/run-history.ts';
import { memoryStates } from '../../functions/adapters/memory/states.ts';
import { newTally, type DigestState } from '../../functions/core/digest/week-tally.ts';
import type { Announcement, DigestNotice } from '../../functions/core/model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { VantageMemory } from '../../functions/core/model/vantage-memory.ts';
import type { StoredRun } from '../../functions/core/ports.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { DIGEST_KEY, settleDigest, type DigestPorts } from '../../functions/detect/settle-digest.ts';
import { aTarget } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { digestProbe, digestRun } from '../core/digest/digest-runs.ts';

const ZONE = 'Europe/Amsterdam';
const SETTINGS: Settings = {
  ...settingsOf({}),
  targets: [aTarget({ id: 'a' })],
  digest: { weekday: 'mon', timeOfDay: '08:00' },
  timeZone: ZONE,
};
/** Monday 2026-03-23 00:00 in Amsterdam; the week after has an hour less. */
const START = Date.parse('2026-03-22T23:00:00Z');
const FIRST_DUE = Date.parse('2026-03-30T06:00:00Z');
const SECOND_DUE = FIRST_DUE + 7 * DAY_MS;

const UNTOLD = [{ address: 'new@example.test', standing: 'unconfirmed', since: 0 }] as const;

function world(settings: Settings = SETTINGS) {
  const history = memoryRunHistory();
  const problems = memoryProblems();
  const digests = memoryStates<DigestState>();
  const reads: { readonly from: EpochMs; readonly to: EpochMs }[] = [];
  const ports: DigestPorts = {
    history: {
      read: (vantage, from, to) => {
        reads.push({ from, to });
        return history.read(vantage, from, to);
      },
    },
    memory: memoryStates<VantageMemory>(),
    problems,
    outbox: problems,
    digests,
  };
  const pass = (tickAt: EpochMs, more: Partial<DigestPorts> = {}) =>
    settleDigest({ tickAt, vantages: ['local'] }, UNTOLD, settings, { ...ports, ...more });
  return {
    ...{ history, problems, digests, reads, ports, pass },
    /** Healthy runs of these times, an hour apart. */
    record: (from: EpochMs, to: EpochMs) => {
      for (let at = from; at < to; at += HOUR_MS) history.add(digestRun(at, { a: '.' }));
    },
    made: async () => (await problems.pending()).map(({ announcement }) => announcement).filter(isDigest),
  };
}

function isDigest(announcement: Announcement): announcement is DigestNotice {
  return announcement.reason === 'digest';
}

describe('the weekly message', () => {
  test('is made at its time, of the week before its day, and once', async () => {
    const { record, pass, made, reads } = world();
    record(START, FIRST_DUE);
    await pass(FIRST_DUE - MINUTE_MS);
    expect(await made()).toEqual([]);
    await pass(FIRST_DUE);
    const read = reads.length;
    for (let late = 1; late < 5; late += 1) await pass(FIRST_DUE + late * MINUTE_MS);
    expect(reads).toHaveLength(read);
    const [notice, ...others] = await made();
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ id: 'digest/2026-03-30', at: FIRST_DUE, reason: 'digest' });
    expect([notice?.digest.from, notice?.digest.to]).toEqual([START, Date.parse('2026-03-29T22:00:00Z')]);
    expect(notice?.digest.counts.healthy).toBe(167);
  });

  test('is due once a week whenever passes come, at most six days late, and never of another week', async () => {
    const weeks = 5;
    const end = FIRST_DUE + weeks * 7 * DAY_MS;
    const minutes = fc.integer({ min: 0, max: (end - START) / MINUTE_MS });
    const passes = fc.array(minutes, { minLength: 1, maxLength: 40 }).map((all) => all.toSorted((a, b) => a - b));
    await fc.assert(
      fc.asyncProperty(passes, async (times) => {
        const { record, pass, made } = world();
        record(START, end);
        const wanted: string[] = [];
        for (const minute of times) {
          const tickAt = START + minute * MINUTE_MS;
          await pass(tickAt);
          // All Mondays of these weeks are in summer time.
          const due = FIRST_DUE + Math.floor((tickAt - FIRST_DUE) / (7 * DAY_MS)) * 7 * DAY_MS;
          const id = `digest/${new Date(due).toISOString().slice(0, 10)}`;
          if (due >= FIRST_DUE && tickAt - due <= 6 * DAY_MS && !wanted.includes(id)) wanted.push(id);
        }
        const notices = await made();
        expect(notices.map(({ id }) => id)).toEqual(wanted);
        for (const { id, digest } of notices) {
          expect(id).toBe(`digest/${new Date(digest.to + 2 * HOUR_MS).toISOString().slice(0, 10)}`);
          expect(digest.counts.healthy).toBe((digest.to - digest.from) / HOUR_MS);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('late by six days it is of the right week; later it is left out', async () => {
    const { record, pass, made } = world();
    record(START, SECOND_DUE);
    await pass(FIRST_DUE + 6 * DAY_MS);
    await pass(SECOND_DUE + 6 * DAY_MS + MINUTE_MS);
    expect((await made()).map(({ id, at }) => `${id} ${(at - FIRST_DUE) / DAY_MS}`)).toEqual(['digest/2026-03-30 6']);
  });

  test('the first one covers what there is', async () => {
    const { record, pass, made } = world();
    record(START + 5 * DAY_MS, FIRST_DUE);
    await pass(FIRST_DUE);
    const [notice] = await made();
    expect(notice?.digest.counts.healthy).toBe(47);
    expect(notice?.digest.vantages).toMatchObject([{ vantage: 'local', firstTick: START + 5 * DAY_MS }]);
  });

  test('there is none of a week before the first record, and one of a later week without any', async () => {
    const { record, pass, made, reads } = world();
    await pass(FIRST_DUE + DAY_MS);
    expect(await made()).toEqual([]);
    const read = reads.length;
    await pass(FIRST_DUE + DAY_MS + MINUTE_MS);
    expect(reads).toHaveLength(read);
    record(SECOND_DUE + 10 * DAY_MS, SECOND_DUE + 11 * DAY_MS);
    await pass(SECOND_DUE);
    expect((await made()).map(({ digest }) => digest.vantages)).toEqual([
      [{ vantage: 'local', firstTick: null, unrecordedMs: 0 }],
    ]);
  });

  test('waits until the last runs of its week are stored', async () => {
    const midnight = { ...SETTINGS, digest: { weekday: 'mon', timeOfDay: '00:00' } } as const;
    const { record, pass, made } = world(midnight);
    record(START, FIRST_DUE);
    const due = Date.parse('2026-03-29T22:00:00Z');
    await pass(due);
    expect(await made()).toEqual([]);
    await pass(due + 10 * MINUTE_MS);
    expect(await made()).toHaveLength(1);
  });

  test('none is made when nobody wants it', async () => {
    const { record, pass, made, reads } = world({ ...SETTINGS, digest: null });
    record(START, FIRST_DUE);
    await pass(FIRST_DUE);
    expect([await made(), reads]).toEqual([[], []]);
  });

  test('it says who is told nothing', async () => {
    const { record, pass, made } = world();
    record(START, FIRST_DUE);
    await pass(FIRST_DUE);
    expect((await made()).map(({ digest }) => digest.untold)).toEqual([UNTOLD]);
  });

  test('another day of the week in the settings tells no week twice', async () => {
    const { record, pass, made, ports } = world();
    record(START, SECOND_DUE);
    await pass(FIRST_DUE);
    const sunday = { ...SETTINGS, digest: { weekday: 'sun', timeOfDay: '08:00' } } as const;
    await settleDigest({ tickAt: FIRST_DUE + HOUR_MS, vantages: ['local'] }, [], sunday, ports);
    expect(await made()).toHaveLength(1);
  });
});

describe('a large week', () => {
  const many = Array.from({ length: 300 }, (_, index) => `target-${index}`);
  const settings = { ...SETTINGS, targets: many.map((id) => aTarget({ id })) };

  /** A run each minute, built when it is looked at. */
  const read: DigestPorts['history']['read'] = (vantage, from, to) => {
    const runs: StoredRun[] = [];
    for (let tickAt = Math.ceil(from / MINUTE_MS) * MINUTE_MS; tickAt <= to; tickAt += MINUTE_MS) {
      const key = { vantage, tickAt, shard: 0 };
      const base = { key, state: 'finished' as const, claimedAt: tickAt, targetIds: many, parts: [] };
      const get = () => ({ key, diagnoses: {}, probes: many.map((id) => digestProbe(id, '.', tickAt)) });
      runs.push(Object.defineProperty(base, 'record', { get }));
    }
    return Promise.resolve(runs);
  };

  test('is read a day at each pass, and told when it is through', async () => {
    const { pass, made, digests } = world(settings);
    const lengths: number[] = [];
    const seen: number[] = [];
    const history: DigestPorts['history'] = {
      read: (vantage, from, to) => {
        lengths.push((to + 1 - from) / HOUR_MS);
        return read(vantage, from, to);
      },
    };
    for (let minute = 0; minute < 8; minute += 1) {
      await pass(FIRST_DUE + minute * MINUTE_MS, { history });
      seen.push((await made()).length);
    }
    expect(seen).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
    expect(lengths).toEqual([24, 24, 24, 24, 24, 24, 23]);
    expect((await made())[0]?.digest.counts.healthy).toBe(167 * 60 * 300);
    expect((await digests.load(DIGEST_KEY))?.state.underWay).toBeNull();
  });
});

describe('trouble', () => {
  test('a store that fails leaves it to the next pass', async () => {
    const { record, pass, made } = world();
    record(START, FIRST_DUE);
    const broken: DigestPorts['outbox'] = { add: () => Promise.reject(new Error('throttled')) };
    await expect(pass(FIRST_DUE, { outbox: broken })).rejects.toThrow('throttled');
    const history = { read: () => Promise.reject(new Error('gone')) };
    await expect(pass(FIRST_DUE + MINUTE_MS, { history })).rejects.toThrow('gone');
    expect(await made()).toEqual([]);
    await pass(FIRST_DUE + 2 * MINUTE_MS);
    expect((await made())[0]?.digest.counts.healthy).toBe(167);
  });

  test('a pass that died before it noted what it had made tells nothing twice', async () => {
    const { record, pass, made, digests } = world();
    record(START, FIRST_DUE);
    const save = () => Promise.reject(new Error('died'));
    await expect(pass(FIRST_DUE, { digests: { ...digests, save } })).rejects.toThrow('died');
    await pass(FIRST_DUE + MINUTE_MS);
    expect(await made()).toHaveLength(1);
  });

  test('a week that was left half read is not taken for the next one', async () => {
    const { record, pass, made, digests } = world();
    record(START, SECOND_DUE);
    const underWay = newTally({ id: 'digest/2026-03-30', from: FIRST_DUE });
    await digests.save(DIGEST_KEY, { schemaVersion: 1, doneId: null, underWay }, 0);
    await pass(SECOND_DUE);
    expect((await made()).map(({ id, digest }) => [id, digest.counts.healthy])).toEqual([['digest/2026-04-06', 168]]);
  });

  test('a record that cannot be read is missing, a run that died is nobody’s failure', async () => {
    const { record, pass, made, history } = world();
    record(START, FIRST_DUE - DAY_MS);
    const key = (hours: number) => ({ vantage: 'local', tickAt: FIRST_DUE - DAY_MS + hours * HOUR_MS, shard: 0 });
    await history.claim(key(1), key(1).tickAt, ['a']);
    await history.finish(key(1), ['{"v":99}']);
    await history.claim(key(2), key(2).tickAt, ['a']);
    await pass(FIRST_DUE);
    const [notice] = await made();
    const hours = (FIRST_DUE - DAY_MS - START) / HOUR_MS;
    expect(notice?.digest.counts).toMatchObject({ healthy: hours, failed: 0, ownFault: 1 });
  });
});

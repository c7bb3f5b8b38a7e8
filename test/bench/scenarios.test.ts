import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { buildScenario, FAMILIES } from '../support/scenarios/build-scenario.ts';
import { evidence, failing, type Scenario, type ScenarioStream } from '../support/scenarios/scenario.ts';

function scenarioOf(name: string, index = 0): Scenario {
  const family = FAMILIES.find((one) => one.name === name);
  if (family === undefined) throw new Error(`there is no family ${name}`);
  return buildScenario('test', family, index);
}

function firstOf({ streams }: Scenario): ScenarioStream {
  const [stream] = streams;
  if (stream === undefined) throw new Error('the scenario has no stream');
  return stream;
}

/** Times of the failing probes from the onset to the end of the pattern. */
function failures(scenario: Scenario, stream = firstOf(scenario)): readonly number[] {
  const { startMs, endMs } = scenario.truth;
  const flags = failing(stream);
  return [...stream.at].filter((at, index) => flags[index] === 1 && at >= startMs && at < endMs);
}

/** The share of values that a test holds for. */
function shareWhere<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.filter(holds).length / values.length;
}

describe('all families', () => {
  test('there are as many as there should be, each with a name of its own', () => {
    const count = (wanted: string) => FAMILIES.filter(({ group }) => group === wanted).length;
    expect({ chronic: count('chronic'), hard: count('hard') }).toEqual({ chronic: 28, hard: 10 });
    expect(count('benign')).toBeGreaterThanOrEqual(23);
    expect(new Set(FAMILIES.map(({ name }) => name)).size).toBe(FAMILIES.length);
  });

  test.each(FAMILIES)('$name: probes in order, and a truth that fits its group', (family) => {
    for (const index of [0, 1]) {
      const { streams, truth, intervalMs } = buildScenario('test', family, index);
      expect(intervalMs).toBe(family.intervalMs ?? [MINUTE_MS, 5 * MINUTE_MS][index]);
      for (const { at, variant, variants } of streams) {
        expect(at.length).toBe(variant.length);
        expect(at.every((time, probe) => probe === 0 || time > (at[probe - 1] ?? 0))).toBe(true);
        expect(Math.max(...variant.slice(0, 50_000))).toBeLessThan(variants.length);
      }
      expect(truth.acceptedKinds.length > 0).toBe(family.group !== 'benign');
      expect(truth.acceptedKinds).toEqual(expect.arrayContaining([...truth.exactKinds]));
      if (family.group !== 'benign') expect(streams.some(({ isAffected }) => isAffected)).toBe(true);
    }
  });

  test.each(FAMILIES.filter(({ group }) => group !== 'benign'))(
    '$name: an affected stream fails more after the onset than before',
    (family) => {
      const { streams, truth } = buildScenario('test', family, 0);
      for (const stream of streams.filter(({ isAffected }) => isAffected)) {
        const flags = failing(stream);
        const ratio = (from: number, to: number) =>
          shareWhere(
            [...flags.keys()].filter((probe) => isWithin(stream.at[probe] ?? 0, from, to)),
            (probe) => flags[probe] === 1,
          );
        const before = ratio(0, truth.startMs);
        expect(ratio(truth.startMs, truth.endMs)).toBeGreaterThan(before);
      }
    },
  );
});

function isWithin(at: number, from: number, to: number): boolean {
  return at >= from && at < to;
}

test('set, family and index determine a scenario', () => {
  const times = (set: string, index: number) => {
    const family = FAMILIES.find(({ name }) => name === 'odd-hours');
    if (family === undefined) throw new Error('there is no such family');
    const scenario = buildScenario(set, family, index);
    return { truth: scenario.truth, failing: failures(scenario) };
  };
  expect(times('a', 2)).toEqual(times('a', 2));
  expect(times('a', 2)).not.toEqual(times('b', 2));
  expect(times('a', 2)).not.toEqual(times('a', 4));
});

describe('what happens in some families', () => {
  test('hourly: strikes begin within five minutes of the hour', () => {
    const times = failures(scenarioOf('hourly'));
    expect(shareWhere(times, (at) => (at + MINUTE_MS) % HOUR_MS < 10 * MINUTE_MS)).toBeGreaterThan(0.8);
  });

  test.each([
    { name: 'nightly', zone: 'Europe/Amsterdam', hours: [2] },
    { name: 'nightly-local-over-clock-change', zone: 'Europe/Amsterdam', hours: [4, 5] },
    { name: 'nightly-utc-over-clock-change', zone: 'UTC', hours: [2, 3] },
  ])('$name: failures keep to the wall clock of $zone', ({ name, zone, hours }) => {
    const hourOf = (at: number) =>
      Number(new Date(at).toLocaleString('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }));
    expect(shareWhere(failures(scenarioOf(name)), (at) => hours.includes(hourOf(at)))).toBeGreaterThan(0.8);
  });

  test.each([
    { name: 'nightly-over-half-hour-change', zone: 'Australia/Lord_Howe', offsets: ['GMT+10:30', 'GMT+11'] },
    { name: 'nightly-in-kathmandu', zone: 'Asia/Kathmandu', offsets: ['GMT+5:45'] },
    { name: 'nightly-utc-over-clock-change', zone: 'Europe/Amsterdam', offsets: ['GMT+1', 'GMT+2'] },
  ])('$name: its zone is $offsets from UTC', ({ name, zone, offsets }) => {
    const scenario = scenarioOf(name);
    const { at } = firstOf(scenario);
    const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'shortOffset' });
    const found = [at[0] ?? 0, at.at(-1) ?? 0].map(
      (time) => format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '',
    );
    if (name !== 'nightly-utc-over-clock-change') expect(scenario.zone).toBe(zone);
    expect([...new Set(found)].sort()).toEqual(offsets);
  });

  test('mondays: most failures are on Monday on the wall clock, beside unrelated outages', () => {
    const dayOf = (at: number) =>
      new Date(at).toLocaleString('en-GB', { timeZone: 'Europe/Amsterdam', weekday: 'short' });
    expect(shareWhere(failures(scenarioOf('mondays')), (at) => dayOf(at) === 'Mon')).toBeGreaterThan(0.5);
  });

  test('hourly-masked: every failing probe was healthy in the end', () => {
    const failed = [...evidence(firstOf(scenarioOf('hourly-masked')))].filter((one) => one.failures.length > 0);
    expect(failed.length).toBeGreaterThan(100);
    expect(failed.every(({ succeeded }) => succeeded)).toBe(true);
  });

  test('hourly-throttled-and-paused: nothing is probed for 600 s after a 429', () => {
    const probes = [...evidence(firstOf(scenarioOf('hourly-throttled-and-paused')))];
    const pauses = probes.flatMap((one, index) => {
      const next = probes[index + 1];
      return one.failures.length === 0 || next === undefined ? [] : [next.at - one.at];
    });
    expect(pauses.length).toBeGreaterThan(100);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(600_000);
    expect(probes.flatMap((one) => one.failures).every(({ status }) => status === 429)).toBe(true);
  });

  test('own-network-nightly: while our own network fails, targets have no probes', () => {
    const scenario = scenarioOf('own-network-nightly');
    const [network, target] = scenario.streams;
    if (network === undefined || target === undefined) throw new Error('two streams were expected');
    expect(network.isAffected).toBe(true);
    expect(target.isAffected).toBe(false);
    const times = [...target.at];
    const down = failures(scenario, network);
    expect(down.length).toBeGreaterThan(20);
    // Two probes of a minute start at different offsets, so only the inside of an outage is certain.
    const inside = down.filter(
      (at, index) => (down[index + 1] ?? 0) - at < 2 * MINUTE_MS && at - (down[index - 1] ?? 0) < 2 * MINUTE_MS,
    );
    expect(inside.every((at) => !times.some((time) => Math.abs(time - at) < 20_000))).toBe(true);
  });

  test('hourly-that-stops: failures stop', () => {
    const scenario = scenarioOf('hourly-that-stops');
    const { startMs, endMs } = scenario.truth;
    const stream = firstOf(scenario);
    const flags = failing(stream);
    const perDay = (from: number, to: number) =>
      [...stream.at].filter((at, probe) => flags[probe] === 1 && isWithin(at, from, to)).length /
      ((to - from) / DAY_MS);
    expect(perDay(endMs, stream.at.at(-1) ?? 0)).toBeLessThan(perDay(startMs, endMs) / 3);
  });

  test.each(['one-bad-address-in-turn', 'one-bad-address-at-random'])(
    '%s: one address has nearly all failures',
    (name) => {
      const scenario = scenarioOf(name);
      const failed = [...evidence(firstOf(scenario))].flatMap((one) => one.failures.map(({ address }) => address));
      const counts = Map.groupBy(failed, (address) => address);
      const most = Math.max(...[...counts.values()].map((list) => list.length));
      expect(most / failed.length).toBeGreaterThan(0.95);
      expect(failed.length).toBeGreaterThan(1_000);
    },
  );

  test('nightly-among-five-classes: all classes are there, and DNS failures are nightly', () => {
    const scenario = scenarioOf('nightly-among-five-classes');
    const failed = [...evidence(firstOf(scenario))].flatMap(({ at, failures: some }) =>
      some.map((one) => ({ at, ...one })),
    );
    expect(new Set(failed.map(({ class: name }) => name)).size).toBe(4);
    const dns = failed.filter(({ phase, at }) => phase === 'resolve' && at >= scenario.truth.startMs);
    const hours = Map.groupBy(dns, ({ at }) => Math.floor((at % DAY_MS) / HOUR_MS));
    const busiest = [...hours.values()].map((list) => list.length).sort((a, b) => b - a);
    expect(((busiest[0] ?? 0) + (busiest[1] ?? 0)) / dns.length).toBeGreaterThan(0.7);
  });
});

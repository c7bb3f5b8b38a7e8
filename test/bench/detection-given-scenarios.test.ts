import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failing } from '../support/scenarios/scenario.ts';
import { givenScenarios } from './detection-given-scenarios.ts';

const GENERATOR = `
export const FAMILIES = [
  { name: 'h07-lossy', chronic: true }, { name: 'p24-two', chronic: true }, { name: 'n01-clean', chronic: false },
  { name: 'a01-odd', chronic: false, ambiguous: true }, { name: 'p99-strange', chronic: true },
];
const TRUTHS = {
  'h07-lossy': { accept: ['persistent-loss', 'recurrent'], exact: ['persistent-loss'] },
  'p24-two': { accept: ['periodic'], periods: [3600, 86400] },
  'p99-strange': { accept: ['odd'] },
};
export const build = (set, { name, chronic }, index) => ({
  id: set + '/' + name + '/' + index, intervalSec: 300, tz: 'Europe/Amsterdam',
  t: Int32Array.of(1000, 1300, 1600), fail: Uint8Array.of(0, 1, 0),
  truth: { family: name, chronic, accept: [], start: 1200, end: 2000, cycleSec: 3600, ...TRUTHS[name] },
});
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'given-'));
  writeFileSync(join(folder, 'generator.ts'), GENERATOR);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const load = () => givenScenarios(join(folder, 'generator.ts'));

test('families of a given generator are grouped by what they say of themselves', async () => {
  const { families } = await load();
  expect(families.map(({ group }) => group)).toEqual(['hard', 'chronic', 'benign', 'ambiguous', 'chronic']);
});

test('a given scenario is translated: seconds to milliseconds, kinds to ours', async () => {
  const { streams, truth, ...rest } = (await load()).build('public', 'p24-two', 3);
  expect(rest).toEqual({ id: 'public/p24-two/3', intervalMs: 300_000, zone: 'Europe/Amsterdam' });
  expect(truth).toEqual({
    family: 'p24-two',
    group: 'chronic',
    acceptedKinds: ['periodic', 'clock'],
    exactKinds: ['periodic', 'clock'],
    periodsMs: [3_600_000, 86_400_000],
    causes: 2,
    hitRatio: 1,
    startMs: 1_200_000,
    endMs: 2_000_000,
    cycleMs: 3_600_000,
  });
  const [stream] = streams;
  expect(stream === undefined ? null : [[...stream.at], [...failing(stream)], stream.isAffected]).toEqual([
    [1_000_000, 1_300_000, 1_600_000],
    [0, 1, 0],
    true,
  ]);
});

test('exact kinds are those it names', async () => {
  const { truth } = (await load()).build('public', 'h07-lossy', 0);
  expect(truth).toMatchObject({ acceptedKinds: ['lossy', 'recurring'], exactKinds: ['lossy'], causes: 1 });
});

test('a kind that is not known is refused', async () => {
  const source = await load();
  expect(() => source.build('public', 'p99-strange', 0)).toThrow('unknown kind "odd"');
});

test('a family that is not there is refused', async () => {
  const source = await load();
  expect(() => source.build('public', 'p00-none', 0)).toThrow('there is no family "p00-none"');
});

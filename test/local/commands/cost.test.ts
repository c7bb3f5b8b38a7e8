import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bill } from '../../../functions/core/cost/bill.ts';
import { costCommand } from '../../../functions/local/commands/cost/command.ts';
import { aWorld } from './problems-world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cost-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function configFile(config: object): string {
  const file = join(folder, `monitor-${Math.abs(JSON.stringify(config).length)}.mjs`);
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  return file;
}
const run = (config: object, ...args: string[]) => costCommand(['--config', configFile(config), ...args], aWorld({}));

interface Document {
  readonly targets: number;
  readonly vantages: number;
  readonly tickMs: number;
  readonly metrics: string;
  readonly ceilingUsd: number | null;
  readonly bill: Bill;
  readonly synthetics: Bill;
  readonly ratio: number;
  readonly other: { readonly metrics: string; readonly totalUsd: number; readonly ratio: number };
  readonly prices: Readonly<Record<string, { readonly source: string; readonly readOn: string }>>;
}
const documentOf = async (config: object, ...args: string[]) =>
  JSON.parse((await run(config, ...args, '--json')).output) as Document;

describe('the bill', () => {
  test('of the settings: each line with amount, formula and price; the total; Synthetics; sources with dates', async () => {
    const { exitCode, output, complaints } = await run({});
    expect({ exitCode, complaints }).toEqual({ exitCode: 0, complaints: [] });
    expect(output).toContain("1 target each minute from one region, metrics 'per-target'");
    expect(output).toMatch(
      /^ {2}metric series\* +\$\d+\.\d\d {2}1 × \(4 of the fleet \+ 2 × 1 targets\) \+ 3 of the monitor \+ 3 for one hour in six; \$0\.3 per custom metric/m,
    );
    expect(output).toMatch(/^ {2}records written\* +\$0\.\d\d {2}43,800 runs × .+every attempt failing/m);
    expect(output).toMatch(
      /^ {2}dashboard views\* +\$0\.\d\d {2}200 views, 40 of them in a new process × 50,400 records/m,
    );
    expect(output).toMatch(/^ {2}canary runs +\$52\.56 {2}43,800 runs; \$0\.0012 per canary run$/m);
    expect(output).toMatch(/^ {2}in all +\$\d+\.\d\d$/m);
    expect(output).toMatch(/What drives it: dashboards \d+ %, metric series \d+ %, /);
    expect(output).toMatch(/^ {2}https:\/\/aws\.amazon\.com\/cloudwatch\/pricing\/ \(20\d\d-\d\d-\d\d\)$/m);
    expect(output).not.toContain('undefined');
    expect(output).not.toContain('NaN');
  });

  test('as a document says the same', async () => {
    const { bill, synthetics, ratio, other, prices, ...rest } = await documentOf({ metrics: 'fleet' });
    expect(rest).toEqual({ targets: 1, vantages: 1, tickMs: 60_000, metrics: 'fleet', ceilingUsd: null });
    expect(ratio).toBeCloseTo(synthetics.totalUsd / bill.totalUsd, 9);
    expect(other.metrics).toBe('per-target');
    expect(other.totalUsd).toBeCloseTo(bill.totalUsd + 0.6, 9);
    for (const { price } of [...bill.lines, ...synthetics.lines]) {
      expect(prices[price]).toMatchObject({ source: expect.stringContaining('https://') as string });
    }
  });

  test('of a fleet instead: targets, interval and vantages as asked for', async () => {
    const asked = await documentOf({}, '--targets', '50', '--every', '5m', '--vantages', '2');
    expect(asked).toMatchObject({ targets: 50, vantages: 2, tickMs: 300_000 });
    const canaries = asked.synthetics.lines.find(({ price }) => price === 'canaryRun');
    expect(canaries?.units).toBe(2 * 50 * 8_760);
  });

  test('of a schedule as AWS keeps it: every 7 minutes ticks each minute', async () => {
    const targets = [{ id: 'a', account: 'main', path: '/a', every: '7m' }];
    expect(await documentOf({ accounts: { main: {} }, targets })).toMatchObject({ tickMs: 60_000 });
  });
});

describe('the ceiling', () => {
  test('that is kept is told', async () => {
    const { exitCode, output } = await run({ costCeiling: 1_000 });
    expect(exitCode).toBe(0);
    expect(output).toContain('costCeiling is $1,000.00.');
  });

  test('that is not kept ends with 1, and the bill is shown all the same', async () => {
    const { exitCode, output } = await run({ costCeiling: 1 });
    expect(exitCode).toBe(1);
    expect(output).toContain('That is above costCeiling, $1.00: cdk synth and deploy refuse it.');
    expect(output).toMatch(/metric series\* +\$/);
    expect(await documentOf({ costCeiling: 1 })).toMatchObject({ ceilingUsd: 1 });
  });
});

describe('wrong usage', () => {
  test.each([
    {
      name: 'no number',
      args: ['--targets', 'many'],
      says: '--targets must be a whole number from 1 to 1000000; found "many"',
    },
    { name: 'none', args: ['--vantages', '0'], says: '--vantages must be a whole number from 1 to 40; found "0"' },
    { name: 'seconds', args: ['--every', '30s'], says: '--every must be whole minutes from 1m to 1d; found "30s"' },
    { name: 'no time', args: ['--every', 'often'], says: '--every must be whole minutes' },
    { name: 'a word', args: ['now'], says: 'unexpected "now"' },
    { name: 'an unknown option', args: ['--cheap'], says: '--cheap' },
    { name: 'a ceiling that is none', args: [], config: { costCeiling: 'low' }, says: 'costCeiling: must be a number' },
    { name: 'settings at fault', args: [], config: { metrics: 'all' }, says: "must be 'fleet' or 'per-target'" },
  ])('$name', async ({ args, config = {}, says }) => {
    await expect(run(config, ...args)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(says) as string,
    });
  });

  test('all at once', async () => {
    const message = await run({}, '--targets', '0', '--every', '1s').catch((error: unknown) => String(error));
    expect(message).toContain('--targets');
    expect(message).toContain('--every');
  });

  test('--help says how', async () => {
    expect((await run({}, '--help')).output).toContain('npm run cost -- --targets 50 --every 1m --vantages 2');
  });
});

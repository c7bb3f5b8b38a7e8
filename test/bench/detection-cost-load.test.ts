import { expect, test } from 'vitest';
import { evidenceAt, loadOf, mixOf } from './detection-cost-load.ts';

test('fifty targets are the mix that the limits are about', () => {
  const counts = Object.fromEntries(
    [...Map.groupBy(mixOf(50), (kind) => kind)].map(([kind, all]) => [kind, all.length]),
  );
  expect(counts).toEqual({ clean: 40, 'noise 0.5 %': 5, 'every 30 min': 3, 'loss 10 %': 1, 'down since day 10': 1 });
  expect(mixOf(1_000)).toHaveLength(1_000);
  expect(() => mixOf(60)).toThrow('60 targets are not whole fifties');
});

test.each([
  { kind: 'clean', failing: 0 },
  { kind: 'noise 0.5 %', failing: 0.005 },
  { kind: 'every 30 min', failing: 2 / 30 },
  { kind: 'loss 10 %', failing: 0.1 },
  { kind: 'down since day 10', failing: 18 / 28 },
] as const)('$kind fails as often as it says', ({ kind, failing }) => {
  const [column] = loadOf([kind]).failing;
  const days28 = [...(column ?? [])].slice(0, 40_320);
  expect(days28.reduce((sum, value) => sum + value, 0) / 40_320).toBeCloseTo(failing, 2);
});

test('probes of a target come in order, within their minute', () => {
  const at = [0, 1, 2].map((tick) => evidenceAt(tick, 7, false).at - evidenceAt(0, 0, false).at);
  expect(at.every((late, tick) => late >= tick * 60_000 && late < tick * 60_000 + 3_000)).toBe(true);
  expect(evidenceAt(0, 0, true)).toMatchObject({ succeeded: false });
});

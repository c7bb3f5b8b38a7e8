import { expect, test } from 'vitest';
import { progressOn } from '../../../functions/local/replay/progress.ts';

function shown(isTTY: boolean, totalBytes: number | null): string[] {
  const written: string[] = [];
  let now = 0;
  const terminal = { isTTY, write: (text: string) => written.push(text) };
  const progress = progressOn(terminal, totalBytes, () => now);
  for (now = 0; now <= 400; now += 100) progress.update(now * 10, now);
  progress.end();
  return written;
}

test('on a terminal the line is redrawn five times a second at most, and cleared in the end', () => {
  const clear = '\r\u001b[K';
  expect(shown(true, 800)).toEqual([`${clear}2000 lines, 25 %`, `${clear}4000 lines, 50 %`, clear]);
  expect(shown(true, null)).toEqual([`${clear}2000 lines`, `${clear}4000 lines`, clear]);
});

test('elsewhere nothing is shown', () => {
  expect(shown(false, 800)).toEqual([]);
});

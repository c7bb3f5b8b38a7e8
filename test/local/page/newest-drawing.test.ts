import { expect, test } from 'vitest';
import { newestDrawing } from '../../../functions/local/page/newest-drawing.ts';

test('drawn once for all who ask, and again for another thing, after a change, and after a while', async () => {
  let [revision, now, count] = [0, 0, 0];
  const draw = newestDrawing(
    (key: string) => Promise.resolve(`${key} ${++count}`),
    () => revision,
    () => now,
  );
  expect(await Promise.all([draw('a'), draw('a'), draw('b')])).toEqual(['a 1', 'a 1', 'b 2']);
  revision += 1;
  expect(await draw('a')).toBe('a 3');
  now += 14_999;
  expect(await draw('a')).toBe('a 3');
  now += 1;
  expect(await draw('a')).toBe('a 4');
});

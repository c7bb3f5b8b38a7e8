import { expect, test } from 'vitest';
import { detectMemoryMb } from '../../../functions/core/model/function-memory.ts';

test.each([
  [0, 256],
  [1_000, 256],
  [1_001, 512],
  [3_560, 512],
  [10_000, 1_280],
  [1_000_000, 3_008],
])('%d streams are detected in %d MB', (streams, mb) => {
  expect(detectMemoryMb(streams)).toBe(mb);
});

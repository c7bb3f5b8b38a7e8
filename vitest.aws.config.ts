import { defineConfig } from 'vitest/config';

/** `npm run test:aws`. The names keep these tests out of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/aws/**/*.aws.ts'],
    // Each test goes on where the one before it ended.
    bail: 1,
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});

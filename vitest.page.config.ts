import { defineConfig } from 'vitest/config';

/** `npm run test:page`. The names keep these tests out of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/page/**/*.page.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

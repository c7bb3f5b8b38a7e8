import { describe, expect, test } from 'vitest';
import { detectionOptions } from './detection-options.ts';

describe('arguments of the detection bench', () => {
  test('none', () => {
    expect(detectionOptions([])).toMatchObject({
      set: 'public',
      count: 20,
      isOwn: false,
      budget: 0.02,
      withBaselines: false,
      isFalseListed: false,
      jsonFile: null,
      isWritten: false,
    });
  });

  test('all', () => {
    const all = 'other 7 --family ^p05 --own --budget 0.5 --baselines --list-false --jobs 2 --json out.json'.split(' ');
    expect(detectionOptions(all)).toEqual({
      set: 'other',
      count: 7,
      family: /^p05/,
      isOwn: true,
      budget: 0.5,
      withBaselines: true,
      isFalseListed: true,
      jobs: 2,
      jsonFile: 'out.json',
      isWritten: false,
    });
  });

  test.each([
    { args: ['public', '0'], says: 'N is "0"; allowed is a whole number from 1 to 1000' },
    { args: ['public', '2.5'], says: 'N is "2.5"; allowed is a whole number from 1 to 1000' },
    { args: ['public', '2', 'more'], says: 'unexpected "more"' },
    { args: ['--budget', 'none'], says: '--budget is "none"; allowed is a number from 0.000001 to 1000' },
    { args: ['--jobs', ''], says: '--jobs is ""; allowed is a whole number from 1 to 256' },
    { args: ['--family', '('], says: 'Invalid regular expression' },
    { args: ['--unknown'], says: "Unknown option '--unknown'" },
  ])('$args', ({ args, says }) => {
    expect(detectionOptions(args)).toContain(says);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problemsMeant, shortIds } from '../../../functions/local/commands/problems/find.ts';
import { aProblem } from '../../support/builders.ts';

const manyIds = (count: number) => Array.from({ length: count }, (_, number) => `local/target-${number}`);

test('a short form has six characters, and more where it takes more to tell two problems apart', () => {
  const codes = [...shortIds(manyIds(20_000)).values()];
  expect(new Set(codes).size).toBe(20_000);
  expect(Math.min(...codes.map((code) => code.length))).toBe(6);
  expect(Math.max(...codes.map((code) => code.length))).toBeGreaterThan(6);
  // Sorted, whatever begins with a code comes right after it.
  const sorted = codes.toSorted();
  expect(sorted.filter((code, index) => sorted[index + 1]?.startsWith(code))).toEqual([]);
});

test('each short form, and each id, means its own problem alone', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 30 }), (ids) => {
      const problems = ids.map((id) => aProblem({ id: `local/${id}@1` }));
      for (const [id, code] of shortIds(problems.map((problem) => problem.id))) {
        expect(problemsMeant(code, problems).map((problem) => problem.id)).toEqual([id]);
        expect(problemsMeant(id, problems).map((problem) => problem.id)).toEqual([id]);
      }
    }),
  );
});

test('an id that is the beginning of another is meant when it is given whole', () => {
  const problems = ['local/a', 'local/ab'].map((id) => aProblem({ id }));
  expect(problemsMeant('local/a', problems).map(({ id }) => id)).toEqual(['local/a']);
  expect(problemsMeant('local/', problems)).toHaveLength(2);
});

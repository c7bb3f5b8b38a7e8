import type { Care } from '../../core/problems/care.ts';
import type { CareStore } from '../../core/ports.ts';

/** What people said about problems, in memory. */
export function memoryCare(): CareStore {
  const cares = new Map<string, Care>();
  return {
    all: () => Promise.resolve(new Map(cares)),
    put: (care) => {
      cares.set(care.problemId, care);
      return Promise.resolve();
    },
    remove: (problemId) => {
      cares.delete(problemId);
      return Promise.resolve();
    },
  };
}

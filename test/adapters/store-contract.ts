import { describe } from 'vitest';
import type { DetectStateStore, MemoryStore, Outbox, ProblemBook, RunHistory } from '../../functions/core/ports.ts';
import { detectStateContract } from './detect-state-store-contract.ts';
import { memoryStoreContract } from './memory-store-contract.ts';
import { outboxContract } from './outbox-store-contract.ts';
import { problemBookContract } from './problem-store-contract.ts';
import { runHistoryContract } from './run-history-store-contract.ts';

/** One set of stores over the same, at first empty, place. */
export interface Stores {
  readonly history: RunHistory;
  readonly problems: ProblemBook & Outbox;
  readonly detectState: DetectStateStore;
  readonly memory: MemoryStore;
}

/** What every implementation of the store ports promises. `open` gives stores that share nothing with earlier ones. */
export function storeContract(name: string, open: () => Promise<Stores>): void {
  describe(`${name}: run history`, () => {
    runHistoryContract(async () => (await open()).history);
  });
  describe(`${name}: problem book`, () => {
    problemBookContract(async () => (await open()).problems);
  });
  describe(`${name}: outbox`, () => {
    outboxContract(async () => (await open()).problems);
  });
  describe(`${name}: detect state`, () => {
    detectStateContract(async () => (await open()).detectState);
  });
  describe(`${name}: vantage memory`, () => {
    memoryStoreContract(open);
  });
}

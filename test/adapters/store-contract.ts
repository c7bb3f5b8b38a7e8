import { describe } from 'vitest';
import type {
  ChronicStore,
  DetectStateStore,
  MemoryStore,
  Outbox,
  ProbingHintStore,
  ProblemBook,
  RunHistory,
} from '../../functions/core/ports.ts';
import { NO_HINTS, type ProbingHints } from '../../functions/core/chronic/probing-hints.ts';
import { TICK_AT } from '../support/builders.ts';
import { chronicStoreContract } from './chronic-store-contract.ts';
import { deadLetterContract } from './dead-letter-contract.ts';
import { detectStateContract } from './detect-state-store-contract.ts';
import { memoryStoreContract } from './memory-store-contract.ts';
import { outboxContract } from './outbox-store-contract.ts';
import { olderProblemContract, problemBookContract } from './problem-store-contract.ts';
import { replacingContract } from './problem-replacing-contract.ts';
import { stateStoreContract } from './state-store-contract.ts';
import { runHistoryContract } from './run-history-store-contract.ts';

/** One set of stores over the same, at first empty, place. */
export interface Stores {
  readonly history: RunHistory;
  readonly problems: ProblemBook & Outbox;
  readonly detectState: DetectStateStore;
  readonly memory: MemoryStore;
  readonly chronic: ChronicStore;
  readonly hints: ProbingHintStore;
}

const SOME_HINTS: [ProbingHints, ProbingHints, ProbingHints] = [
  NO_HINTS,
  { ...NO_HINTS, closer: { agents: [{ from: TICK_AT, to: TICK_AT + 1 }] } },
  { ...NO_HINTS, closer: { agents: [] } },
];

/** What every implementation of the store ports promises. `open` gives stores that share nothing with earlier ones. */
export function storeContract(name: string, open: () => Promise<Stores>): void {
  passingStoreContract(name, open);
  describe(`${name}: problems of an older release`, () => {
    olderProblemContract(async () => (await open()).problems);
  });
  describe(`${name}: chronic snapshots`, () => {
    chronicStoreContract(async () => (await open()).chronic);
  });
}

/** The same for stores that last no longer than the process, which need not keep detectors as they were. */
export function passingStoreContract(name: string, open: () => Promise<Omit<Stores, 'chronic'>>): void {
  describe(`${name}: run history`, () => {
    runHistoryContract(async () => (await open()).history);
  });
  describe(`${name}: problem book`, () => {
    problemBookContract(async () => (await open()).problems);
    replacingContract(async () => (await open()).problems);
  });
  describe(`${name}: outbox`, () => {
    outboxContract(async () => (await open()).problems);
    deadLetterContract(async () => (await open()).problems);
  });
  describe(`${name}: detect state`, () => {
    detectStateContract(async () => (await open()).detectState);
  });
  describe(`${name}: vantage memory`, () => {
    memoryStoreContract(open);
  });
  describe(`${name}: probing hints`, () => {
    stateStoreContract(async () => (await open()).hints, SOME_HINTS);
  });
}

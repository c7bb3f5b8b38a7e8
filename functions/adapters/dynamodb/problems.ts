import type { Outbox, ProblemBook } from '../../core/ports.ts';
import { dynamoOutbox } from './outbox.ts';
import { dynamoProblemBook } from './problem-book.ts';
import type { DynamoTable } from './table.ts';

/** Problems and the outbox of their notices, which change together in one transaction. */
export function dynamoProblems(table: DynamoTable): ProblemBook & Outbox {
  return { ...dynamoProblemBook(table), ...dynamoOutbox(table) };
}

import { isConditionFailure, keyOf, type Answer, type Body, type DynaliteBackend } from './dynamodb-backend.ts';

interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
}
const NONE: CancellationReason = { Code: 'None' };

/**
 * TransactWriteItems over single writes, which the caller must not interleave with others: all actions are tried, and if
 * one was refused everything is put back as it was.
 */
export class TransactionDesk {
  /** How many transactions from now on are cancelled as if another one held their first item. */
  contended = 0;
  private readonly performed = new Map<string, { readonly request: string; readonly answer: Answer }>();
  private readonly backend: DynaliteBackend;

  constructor(backend: DynaliteBackend) {
    this.backend = backend;
  }

  /** Performs a transaction once per `ClientRequestToken`. */
  async perform(body: Body): Promise<Answer> {
    const request = JSON.stringify(body.TransactItems);
    const token = String(body.ClientRequestToken);
    const before = this.performed.get(token);
    if (before !== undefined && before.request !== request)
      return refusal('IdempotentParameterMismatchException', 'token');
    if (before !== undefined) return before.answer;

    const actions = (body.TransactItems as Body[]).map(readAction);
    if (new Set(actions.map(({ write }) => JSON.stringify(keyOf(write)))).size < actions.length) {
      return refusal('ValidationException', 'Transaction request cannot include multiple operations on one item');
    }
    if (this.contended > 0) {
      this.contended -= 1;
      return cancelled(actions.map((_action, index) => (index === 0 ? { Code: 'TransactionConflict' } : NONE)));
    }
    const answer = await this.tryAll(actions);
    if (answer.status === 200) this.performed.set(token, { request, answer });
    return answer;
  }

  private async tryAll(actions: readonly Action[]): Promise<Answer> {
    const snapshots = await Promise.all(actions.map(({ write }) => this.backend.find(write)));
    const reasons: CancellationReason[] = [];
    for (const { operation, write } of actions) reasons.push(reasonOf(await this.backend.perform(operation, write)));
    if (reasons.every((reason) => reason === NONE)) return { status: 200, body: {} };

    for (const [index, { write }] of actions.entries()) {
      const snapshot = snapshots[index] ?? null;
      const TableName = write.TableName;
      if (snapshot === null) await this.backend.ask('DeleteItem', { TableName, Key: keyOf(write) });
      else await this.backend.ask('PutItem', { TableName, Item: snapshot });
    }
    return cancelled(reasons);
  }
}

interface Action {
  readonly operation: 'PutItem' | 'UpdateItem' | 'DeleteItem';
  readonly write: Body;
}

function readAction(action: Body): Action {
  for (const name of ['Put', 'Update', 'Delete'] as const) {
    const write = action[name];
    if (write !== undefined) return { operation: `${name}Item`, write: write as Body };
  }
  throw new Error(`the endpoint knows Put, Update and Delete, found ${Object.keys(action).join(', ')}`);
}

function reasonOf(answer: Answer): CancellationReason {
  if (answer.status === 200) return NONE;
  if (isConditionFailure(answer)) return { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
  return { Code: 'ValidationError', Message: String(answer.body.message) };
}

function cancelled(reasons: readonly CancellationReason[]): Answer {
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map((reason) => reason.Code).join(', ')}]`;
  const { status, body } = refusal('TransactionCanceledException', message);
  return { status, body: { ...body, Message: message, CancellationReasons: reasons } };
}

function refusal(type: string, message: string): Answer {
  return { status: 400, body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message } };
}

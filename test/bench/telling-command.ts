import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { CAUSES, type Cause } from '../support/month/faults.ts';
import { MONTH_AT } from '../support/month/record.ts';
import { tellInARow, tellMonth, type MonthMessage } from '../support/month/tell-month.ts';
import { measuredText } from './bench-document.ts';

/** How `npm run bench -- telling` is used. */
export const TELLING_HELP = `npm run bench -- telling [--write]

Counts what people are told while twelve targets fail in seven ways for a month, by this monitor and by others on the same record.

  --write        also writes it to docs/bench-telling.md
`;

/** What people may get for each true cause, on average. */
const MOST_PER_CAUSE = 2.5;
const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'bench-telling.md');

/** Runs the bench with these arguments, or says what is wrong with them. */
export async function tellingCommand(args: readonly string[]): Promise<number | string> {
  const [flag, ...rest] = args;
  if ((flag !== undefined && flag !== '--write') || rest.length > 0) return `unexpected "${args.join(' ')}"`;
  const ours = await tellMonth();
  const others = [
    { name: '3 in a row', messages: tellInARow(3, null) },
    { name: '3 in a row, repeated each hour', messages: tellInARow(3, HOUR_MS) },
  ];
  const lines = [...table(ours, others), '', 'What this monitor told:', ...ours.map(line)];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (flag === '--write') writeFileSync(DOCUMENT, await measuredText('What people are told', 'telling', lines));
  const isEachTold = CAUSES.every((cause) => count(ours, cause) > 0);
  return isEachTold && ours.length / CAUSES.length <= MOST_PER_CAUSE ? 0 : 1;
}

function table(
  ours: readonly MonthMessage[],
  others: readonly { readonly name: string; readonly messages: readonly MonthMessage[] }[],
): string[] {
  const row = (name: string, counts: readonly (number | string)[]) =>
    `${name.padEnd(42)}${counts.map((one) => String(one).padStart(12)).join('')}`;
  const all = [ours, ...others.map(({ messages }) => messages)];
  return [
    row('true cause', ['this monitor', ...others.map((_, index) => `(${index + 1})`)]),
    ...CAUSES.map((cause) =>
      row(
        cause.name,
        all.map((messages) => count(messages, cause)),
      ),
    ),
    row(
      'no cause',
      all.map((messages) => count(messages, null)),
    ),
    row(
      'in all',
      all.map(({ length }) => length),
    ),
    row(
      'for each cause',
      all.map(({ length }) => (length / CAUSES.length).toFixed(2)),
    ),
    row(
      'causes told',
      all.map((messages) => CAUSES.filter((cause) => count(messages, cause) > 0).length),
    ),
    '',
    ...others.map(({ name }, index) => `(${index + 1}) ${name}, and the end of it, for each target`),
  ];
}

function count(messages: readonly MonthMessage[], cause: Cause | null): number {
  return messages.filter((message) => message.cause === cause).length;
}

function line({ at, text, cause }: MonthMessage): string {
  const minutes = Math.floor((at - MONTH_AT) / MINUTE_MS);
  const day = String(1 + Math.floor(minutes / 1440)).padStart(2);
  const time = new Date(at).toISOString().slice(11, 16);
  return `day ${day} ${time}  ${text}  (${cause?.name ?? 'no cause'})`;
}

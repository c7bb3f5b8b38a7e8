import { describe, expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { tickTime } from '../../support/timeline.ts';
import { tell, type Circumstances, type Timelines } from './incident-world.ts';

interface Row {
  readonly name: string;
  readonly timelines: Timelines;
  readonly in?: Circumstances;
  readonly told: readonly string[];
}

const FIRST = ['opened a network @3', 'resolved a network @5'];

function check({ timelines, in: circumstances, told }: Row) {
  expect(tell(timelines, circumstances)).toEqual(told);
}

describe('what people are told again', () => {
  const acknowledged = (from: number): Circumstances => ({
    care: (tick) => (tick < from ? undefined : { acknowledgedBy: 'somebody' }),
  });
  const snoozed = (from: number, until: number, by: string | null = null): Circumstances => ({
    care: (tick) => (tick < from ? undefined : { snoozedUntil: tickTime(until), acknowledgedBy: by }),
  });
  const reminders = (everyMs: number, most: number): Circumstances => ({ policy: { reminders: { everyMs, most } } });

  test.each<Row>([
    {
      name: 'reminders come each day, three of them',
      timelines: { a: '.n(8000)..' },
      told: [
        'opened a network @3',
        ...['reminded a network @1443', 'reminded a network @2883', 'reminded a network @4323'],
        'resolved a network @8002',
      ],
    },
    {
      name: 'none are wanted',
      timelines: { a: '.n(3000)..' },
      in: reminders(DAY_MS, 0),
      told: ['opened a network @3', 'resolved a network @3002'],
    },
    {
      name: 'other news starts them anew',
      timelines: { a: '.n(10)s(30)..' },
      in: reminders(5 * MINUTE_MS, 1),
      told: [
        'opened a network @3',
        'reminded a network @8',
        'changed a server @13',
        'reminded a server @18',
        'resolved a server @42',
      ],
    },
    {
      name: 'somebody is on it: none',
      timelines: { a: '.n(8000)..' },
      in: acknowledged(1_500),
      told: ['opened a network @3', 'reminded a network @1443', 'resolved a network @8002'],
    },
    {
      name: 'somebody is on it: what changes is told all the same',
      timelines: { a: '.nnnnsss..', b: '..........' },
      in: acknowledged(4),
      told: ['opened a network @3', 'changed a server @7', 'resolved a server @9'],
    },
    {
      name: 'snoozed: no reminder before the end, and one then',
      timelines: { a: '.n(30)..' },
      in: { ...snoozed(4, 20), ...reminders(5 * MINUTE_MS, 1) },
      told: ['opened a network @3', 'reminded a network @20', 'resolved a network @32'],
    },
    {
      name: 'snoozed, when no reminders are wanted: its end is told',
      timelines: { a: '.n(30)..' },
      in: { ...snoozed(4, 20), ...reminders(DAY_MS, 0) },
      told: ['opened a network @3', 'reminded a network @20', 'resolved a network @32'],
    },
    {
      name: 'snoozed, and somebody is on it: its end is not told',
      timelines: { a: '.n(30)..' },
      in: snoozed(4, 20, 'somebody'),
      told: ['opened a network @3', 'resolved a network @32'],
    },
    {
      name: 'snoozed: the end of the problem is told',
      timelines: { a: '.n(8)..' },
      in: snoozed(4, 20),
      told: ['opened a network @3', 'resolved a network @10'],
    },
    {
      name: 'snoozed: another class is not told, but is by its end',
      timelines: { a: '.nnnns(20)..' },
      in: snoozed(4, 20),
      told: ['opened a network @3', 'changed a server @20', 'resolved a server @26'],
    },
    {
      name: 'snoozed: that it reaches farther is told after it',
      timelines: { a: '.n(30)..', b: '......n(25)..' },
      in: snoozed(4, 20),
      told: ['opened a network @3', 'changed a+1 network @20', 'resolved a+1 network @32'],
    },
    {
      name: 'snoozed: that it is back is not told, nor that it is over again',
      timelines: { a: '.nnn..n(20)..' },
      in: snoozed(5, 60),
      told: FIRST,
    },
    {
      name: 'snoozed: that it is back and lasts is told after it',
      timelines: { a: '.nnn.(30)n(20)..' },
      in: snoozed(5, 48),
      told: [...FIRST, 'reopened a network @48', 'resolved a network @55'],
    },
  ])('$name', check);
});

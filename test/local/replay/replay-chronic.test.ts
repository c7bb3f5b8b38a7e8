import { describe, expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS, isoTime } from '../../../functions/core/model/time.ts';
import { settingsOf } from '../../support/builders-settings.ts';
import { TICK_AT } from '../../support/builders.ts';
import { document, jsonLines, read, type Line } from './records.ts';

const DAY = 1_440;

/** A record of a target that is probed once a minute, by whether it fails. */
async function replayed(
  days: number,
  isFailing: (minute: number, at: number) => boolean,
  outcome = 'network/connect-timeout',
) {
  const lines = Array.from({ length: days * DAY }, (_, minute): Line => {
    const at = TICK_AT + minute * MINUTE_MS + 1_230;
    return { at: isoTime(at), target: 'server-time', outcome: isFailing(minute, at) ? outcome : 'healthy' };
  });
  const settings = settingsOf({ timeZone: 'Europe/Amsterdam' });
  return document(await read(jsonLines(lines), { settings, pieceBytes: 1_000_000 }));
}

describe('four weeks of a record', () => {
  test('with a failure every 30 minutes show one chronic problem', async () => {
    const { problems, to } = await replayed(28, (minute) => minute % 30 === 11);
    expect(problems).toMatchObject([
      {
        nature: 'chronic',
        class: 'network',
        kinds: ['connect-timeout'],
        resolvedAt: null,
        pattern: { kind: 'periodic', periodMs: 30 * MINUTE_MS, cycles: expect.any(Number) as number },
        notices: [{ reason: 'opened' }],
      },
    ]);
    const [problem] = problems;
    expect(problem?.failedProbes).toBeGreaterThan(1_330);
    expect(problem?.consistentWith.length).toBeGreaterThan(0);
    expect(problem?.tests).toHaveLength(problem?.consistentWith.length ?? -1);
    expect(Date.parse(problem?.pattern?.nextExpected?.to ?? '')).toBeGreaterThan(Date.parse(to ?? ''));
  });

  test('with a failure every night at two in Amsterdam keep to its clock, over the change of it', async () => {
    const time = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', timeStyle: 'short' });
    const { problems } = await replayed(40, (_minute, at) => ['02:00', '02:01'].includes(time.format(at)));
    const chronic = problems.filter(({ nature }) => nature === 'chronic');
    expect(chronic).toMatchObject([
      { pattern: { kind: 'clock', periodMs: DAY_MS, zone: 'Europe/Amsterdam', timeOfDay: '02:00' }, resolvedAt: null },
    ]);
  });

  test('with an outage of three days show it as persistent, under the id of the incident', async () => {
    const { problems } = await replayed(6, (minute) => minute >= DAY && minute < 4 * DAY, 'server/internal-error');
    expect(problems).toMatchObject([
      {
        id: `local/server-time@${isoTime(TICK_AT + DAY_MS)}`,
        nature: 'chronic',
        class: 'server',
        pattern: { kind: 'persistent' },
        openedAt: isoTime(TICK_AT + DAY_MS + 2 * MINUTE_MS),
        resolvedAt: isoTime(TICK_AT + 4 * DAY_MS + 1_230),
        closedAs: 'resolved',
        notices: [
          ...['opened', 'reminded', 'reminded', 'changed'],
          ...['reminded', 'reminded', 'reminded', 'resolved'],
        ].map((reason) => ({ reason })),
      },
    ]);
  });

  test('of two targets that go down together for two days show one incident, which goes on as chronic', async () => {
    const lines = Array.from({ length: 4 * DAY }, (_, minute) => minute).flatMap((minute) => {
      const at = isoTime(TICK_AT + minute * MINUTE_MS + 1_230);
      const isDown = (minute >= DAY && minute < 3 * DAY) || (minute >= 3.5 * DAY && minute < 3.5 * DAY + 5);
      return ['agents', 'server-time'].map((target): Line => ({
        at,
        target,
        outcome: isDown ? 'server/internal-error' : 'healthy',
      }));
    });
    const { problems } = document(await read(jsonLines(lines), { pieceBytes: 1_000_000 }));
    const [chronic, ...later] = problems;
    expect(chronic).toMatchObject({ nature: 'chronic', closedAs: 'resolved', continuedAs: null });
    expect(chronic?.scope.targets).toEqual(['server-time', 'agents']);
    expect(chronic?.id).toBe(`local/server-time@${isoTime(TICK_AT + DAY_MS)}`);
    expect(later).toMatchObject([
      { nature: 'incident', closedAs: 'resolved', continuedAs: null, scope: { targets: ['server-time', 'agents'] } },
    ]);
  });
});

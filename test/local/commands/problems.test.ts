import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { dynamoCare } from '../../../functions/adapters/dynamodb/care.ts';
import { dynamoProblems } from '../../../functions/adapters/dynamodb/problems.ts';
import { sqliteCare } from '../../../functions/adapters/sqlite/care.ts';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { sqliteProblems } from '../../../functions/adapters/sqlite/problems.ts';
import { HOUR_MS } from '../../../functions/core/model/time.ts';
import type { Care } from '../../../functions/core/problems/care.ts';
import { problemsCommand } from '../../../functions/local/commands/problems/command.ts';
import type { KnownProblemDocument } from '../../../functions/local/commands/problems/document.ts';
import { problemsSetup } from './problems-setup.ts';
import { ASKED_AT, buryOne, fill, idOf } from './problems-world.ts';

const setup = problemsSetup();

/** Where problems are kept, with the options that lead there. */
const places = {
  'on this machine': () => {
    const open = <T>(work: (database: ReturnType<typeof openDatabase>) => Promise<T>) => {
      const database = openDatabase(join(setup.folder, 'history.sqlite'));
      return work(database).finally(() => {
        database.close();
      });
    };
    return Promise.resolve({
      args: ['--config', setup.config],
      fill: () => open((database) => fill(sqliteProblems(database))),
      bury: () => open((database) => buryOne(sqliteProblems(database))),
      pending: () => open((database) => sqliteProblems(database).pending()),
      cares: () => open((database) => sqliteCare(database).all()),
    });
  },
  'in a deployment': async () => {
    const table = { client: setup.endpoint.client, tableName: await setup.endpoint.createTable(), newId: randomUUID };
    return {
      args: ['--table', table.tableName, '--config', setup.config],
      fill: () => fill(dynamoProblems(table)),
      bury: () => buryOne(dynamoProblems(table)),
      pending: () => dynamoProblems(table).pending(),
      cares: () => dynamoCare(table, () => undefined).all(),
    };
  },
} as const;

describe.for(['on this machine', 'in a deployment'] as const)('%s', (name) => {
  let place: Awaited<ReturnType<(typeof places)['in a deployment']>>;
  const run = async (...args: string[]) => (await problemsCommand([...args, ...place.args], setup.world())).output;
  const cares = async (): Promise<readonly Care[]> => [...(await place.cares()).values()];
  const documents = async (...args: string[]) =>
    (JSON.parse(await run('list', '--json', ...args)) as { problems: KnownProblemDocument[] }).problems;
  beforeEach(async () => {
    place = await places[name]();
    await place.fill();
  });

  test('list: what is open, the gravest and oldest first, as a table in the zone of the settings', async () => {
    const lines = (await run('list')).split('\n');
    expect(lines[0]).toMatch(/^3 open problems in .*; times in Europe\/Amsterdam$/);
    expect(lines.slice(2).map((line) => line.split(/ {2,}/).slice(1))).toEqual([
      ['severity', 'what', 'class', 'since', 'state'],
      ['critical', 'server-time', 'network/connect-refused', '2026-03-01 01:00 (59 min)', 'failing'],
      ['critical', 'company', 'network/connect-refused', '2026-03-01 01:00 (59 min)', 'quiet'],
      ['warning', 'agents', 'content/not-found', '2026-03-01 01:00 (1 h)', 'failing'],
    ]);
    expect(await run()).toBe(lines.join('\n'));
  });

  test('list --all: closed ones after them, the newest first; what goes on under its id is there once', async () => {
    const listed = await documents('--all');
    expect(listed.map(({ id, state }) => [id, state])).toEqual([
      [idOf('server-time'), 'failing'],
      [idOf('company'), 'quiet'],
      [idOf('agents'), 'failing'],
      [idOf('own'), 'no-longer-monitored'],
      [idOf('platform-servers'), 'resolved'],
    ]);
    expect((await documents()).length).toBe(3);
    expect(await run('list', '--all')).toMatch(/^5 problems, open or of the last week, in /);
  });

  test('ack: by whoever is at the keyboard, or somebody else; seen in the list; unack takes it back', async () => {
    expect(await run('ack', idOf('agents'))).toMatch(/^agents \([0-9a-f]{6}\) is acknowledged by anna: no reminders/);
    expect(await cares()).toEqual([
      {
        problemId: idOf('agents'),
        acknowledgedAt: ASKED_AT,
        acknowledgedBy: 'anna',
        snoozedUntil: null,
        note: null,
      },
    ]);
    await run('ack', idOf('agents'), '--by', 'Ben', '--note', 'on the phone with the plant');
    expect(await run('list')).toMatch(/failing, acknowledged by Ben$/m);
    expect((await cares())[0]?.note).toBe('on the phone with the plant');
    expect(await run('unack', idOf('agents'))).toContain('is not acknowledged any more');
    expect(await cares()).toEqual([]);
  });

  test('snooze: until then, beside an acknowledgement; unsnooze leaves that alone', async () => {
    await run('ack', idOf('agents'), '--note', 'known');
    expect(await run('snooze', idOf('agents'), '--for', '4h')).toContain(
      'snoozed until 2026-03-01 06:00:00 Europe/Amsterdam (05:00:00 UTC): only its end is told',
    );
    expect(await cares()).toMatchObject([
      { acknowledgedBy: 'anna', snoozedUntil: ASKED_AT + 4 * HOUR_MS, note: 'known' },
    ]);
    expect(await run('list')).toContain('failing, acknowledged by anna, snoozed until 2026-03-01 06:00');
    await run('unsnooze', idOf('agents'));
    expect(await cares()).toMatchObject([{ acknowledgedBy: 'anna', snoozedUntil: null }]);
    await run('unack', idOf('agents'));
    expect(await cares()).toEqual([]);
  });

  test('an id may be its short form, its beginning, or the id of a notice of it', async () => {
    const shortId = (await documents()).find(({ id }) => id === idOf('company'))?.shortId ?? '';
    expect(shortId).toMatch(/^[0-9a-f]{6}$/);
    for (const id of [shortId, shortId.toUpperCase(), 'local/com', `${idOf('company')}/changed-2026`]) {
      expect((JSON.parse(await run('show', id, '--json')) as KnownProblemDocument).id).toBe(idOf('company'));
    }
    expect((JSON.parse(await run('show', 'local/plat', '--json')) as KnownProblemDocument).state).toBe('resolved');
  });

  test('an id that means several is refused with all of them; one that means none as well', async () => {
    await expect(run('ack', 'local/')).rejects.toThrow(/"local\/" may mean 3 problems; give more of the id:/);
    await expect(run('ack', 'local/')).rejects.toThrow(idOf('company'));
    await expect(run('ack', 'nothing')).rejects.toThrow(/no problem in .* has an id that begins with "nothing"/);
    expect(await cares()).toEqual([]);
  });

  test('ack of what is over says so', async () => {
    expect(await run('ack', idOf('platform-servers'))).toContain('It is over at present; this holds if it comes back');
  });

  test('show: everything that is known', async () => {
    await run('ack', idOf('company'), '--note', 'known');
    const shown = await run('show', idOf('company'));
    expect(shown).toMatch(/^[0-9a-f]{6} {2}company: incident, critical\n/);
    for (const line of [
      `  id               ${idOf('company')}`,
      '  state            quiet, acknowledged by anna',
      '  this time since  2026-03-01 01:30:00 Europe/Amsterdam (00:30:00 UTC) (number 2)',
      '  note             known',
      '  acknowledged     2026-03-01 02:00:00 Europe/Amsterdam (01:00:00 UTC)',
      '  failures         2 x network/connect-refused',
    ]) {
      expect(shown.split('\n')).toContain(line);
    }
    expect(shown).toContain('what to do');
  });

  test('dead and revive: what the channel kept refusing waits again', async () => {
    expect(await run('dead')).toMatch(/^No dead letters in /);
    expect(JSON.parse(await run('dead', '--json'))).toEqual({ notices: [] });
    const notice = await place.bury();
    expect(await run('dead')).toContain(`opened: mailed  ${notice.id}`);
    expect(JSON.parse(await run('dead', '--json'))).toEqual({
      notices: [
        {
          id: notice.id,
          at: '2026-03-01T00:02:00.000Z',
          reason: 'opened',
          problemId: idOf('mailed'),
          subject: 'mailed',
        },
      ],
    });
    expect(await place.pending()).toEqual([]);
    expect(await run('revive', notice.id)).toBe(`${notice.id} waits again; the next detect run sends it.`);
    expect((await place.pending()).map(({ announcement }) => announcement.id)).toEqual([notice.id]);
    await expect(run('revive', notice.id)).rejects.toThrow(`has the id "${notice.id}"; dead shows those there are`);
  });

  test('nothing open', async () => {
    expect((await documents('--all')).length).toBe(5);
    const empty = await places[name]();
    place = empty;
    rmSync(join(setup.folder, 'history.sqlite'), { force: true });
    if (name === 'on this machine') openDatabase(join(setup.folder, 'history.sqlite')).close();
    expect(await run('list')).toMatch(/^No open problems in .*\.$/);
    expect(JSON.parse(await run('list', '--json'))).toEqual({ problems: [] });
  });
});

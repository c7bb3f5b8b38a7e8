import { describe, expect, test } from 'vitest';
import { compose } from '../../../functions/core/messages/compose.ts';
import { SECTION_NAMES, type SectionName } from '../../../functions/core/messages/notice-text.ts';
import { NOTICE_REASONS, type Notice, type NoticeReason, type Problem } from '../../../functions/core/model/problem.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { aNotice, aProblem } from '../../support/builders.ts';
import { clock, every } from '../chronic/cause-findings.ts';
import { CHRONIC, chronic } from './chronic-samples.ts';
import { CONTEXT, LOCAL } from './context.ts';
import { INCIDENTS } from './incident-samples.ts';
import { WARNINGS } from './warning-samples.ts';

const ALL = Object.entries({ ...INCIDENTS, ...CHRONIC, ...WARNINGS });

function linesOf(notice: Notice, name: SectionName): readonly string[] {
  return compose(notice, LOCAL).sections.flatMap((section) => (section.name === name ? section.lines : []));
}

describe('every message', () => {
  test.each(ALL)('%s: its parts in order, no line twice, none that says undefined', (_, notice) => {
    const { sections } = compose(notice, CONTEXT);
    const places = sections.map(({ name }) => SECTION_NAMES.indexOf(name));
    expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
    const lines = sections.flatMap((section) => section.lines);
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.join('\n')).not.toMatch(/undefined|(?<!dev\/)null|NaN|\[object|  |\.\.|\bstream/);
  });

  test('every reason is there for incidents and for chronic problems', () => {
    const reasonsOf = (samples: Readonly<Record<string, Notice>>) =>
      new Set(Object.values(samples).map(({ reason }) => reason));
    expect(reasonsOf(INCIDENTS)).toEqual(new Set(NOTICE_REASONS));
    expect(reasonsOf(CHRONIC)).toEqual(new Set(NOTICE_REASONS));
  });

  test.each<{ reason: NoticeReason; parts: readonly SectionName[] }>([
    { reason: 'opened', parts: ['what', 'concerns', 'what-to-do', 'evidence', 'how-to-quiet'] },
    { reason: 'reminded', parts: ['what', 'concerns', 'what-to-do', 'evidence', 'how-to-quiet'] },
    { reason: 'resolved', parts: ['what', 'evidence'] },
    { reason: 'no-longer-monitored', parts: ['what', 'evidence'] },
  ])('$reason: what is over needs nobody', ({ reason, parts }) => {
    expect(compose(aNotice({ reason }), LOCAL).sections.map(({ name }) => name)).toEqual(parts);
  });
});

test.each([
  { beyond: 'longer', sentence: 'but this lasts longer than that usually does.' },
  { beyond: 'wider', sentence: 'but this began outside of its usual time.' },
  { beyond: 'other-class', sentence: 'but this fails in another way.' },
  { beyond: 'other-address', sentence: 'but this fails at other addresses.' },
] as const)('an incident within a chronic problem says beyond what it goes: $beyond', ({ beyond, sentence }) => {
  const linkedTo = { problemId: 'chronic/local/server-time/f1@x', pattern: every(30 * MINUTE_MS), beyond };
  const lines = linesOf(aNotice({ problem: aProblem({ linkedTo }) }), 'what');
  expect(lines).toContain(`A chronic problem of it is known (every 30 min), ${sentence}`);
});

describe('a test of the channel', () => {
  test('says so first, in the title too', () => {
    const { title, sections } = compose(aNotice(), { ...CONTEXT, isTest: true });
    expect(title).toBe('TEST PROBLEM server-time: network, connect-refused');
    expect(sections[0]).toEqual({ name: 'what', lines: ['This is a test of the channel: nothing is wrong.'] });
  });
});

describe('the test that would confirm a cause', () => {
  const hint = (test: string) => [{ id: 'x', consistentWith: 'Consistent with a job.', test, source: 'RFC 0' }];
  const told = (test: string, rest: Partial<Problem> = {}) =>
    linesOf(
      aNotice({ problem: chronic(every(30 * MINUTE_MS), 'network/connect-timeout', { hints: hint(test), ...rest }) }),
      'consistent-with',
    );

  test('names the host, so that it can be copied', () => {
    expect(told('Run `mtr HOST`.')).toEqual(['a job. To be sure: Run `mtr api.example.test`.']);
    const elsewhere = { origin: 'http://127.0.0.1:18998' };
    expect(
      told('`nc -vz HOST 443`, `nmap -p 443 HOST`, `curl https://HOST/api`, `s_client HOST:443`', elsewhere),
    ).toEqual([
      'a job. To be sure: `nc -vz 127.0.0.1 18998`, `nmap -p 18998 127.0.0.1`, `curl http://127.0.0.1:18998/api`, `s_client 127.0.0.1:18998`',
    ]);
  });
  test('keeps the word where the host is not known, or is none', () => {
    for (const origin of [null, 'https://$(reboot)/']) {
      expect(told('Run `mtr HOST`.', { origin })).toEqual(['a job. To be sure: Run `mtr HOST`.']);
    }
  });
  test('names the one bad address, unless it goes through all of them', () => {
    const scope = { targets: ['server-time'], vantages: ['local'], addresses: ['203.0.113.9'] };
    expect(told('Ping ADDRESS.', { scope })).toEqual(['a job. To be sure: Ping 203.0.113.9.']);
    expect(told('For each address, ping ADDRESS.', { scope })[0]).toContain('ping ADDRESS');
  });
});

describe('how to stop reminders', () => {
  const ack = (id: string, problemsOptions: string) => {
    const { sections } = compose(aNotice({ problem: aProblem({ id }) }), { ...LOCAL, problemsOptions });
    return sections.find(({ name }) => name === 'how-to-quiet')?.lines;
  };

  test('commands that name the history, where it is not found without', () => {
    const id = 'local/a@2026-03-01T00:00:00.000Z';
    expect(ack(id, '--table T --region eu-west-1')).toEqual([
      `When somebody is on it: npm run problems -- ack ${id} --table T --region eu-west-1`,
      `For 8 h: npm run problems -- snooze ${id} --for 8h --table T --region eu-west-1`,
    ]);
    expect(ack(id, '')?.[0]).toBe(`When somebody is on it: npm run problems -- ack ${id}`);
  });

  test('an id that a shell would read otherwise is quoted', () => {
    expect(ack("a'; rm -rf", '')?.[0]).toContain(String.raw` -- ack 'a'\''; rm -rf'`);
  });

  test.each<{ name: keyof typeof CHRONIC; isThere: boolean }>([
    { name: 'chronic-opened-persistent', isThere: true },
    { name: 'chronic-changed-persistent', isThere: true },
    { name: 'chronic-reminded', isThere: true },
    { name: 'chronic-resolved-persistent', isThere: false },
    { name: 'chronic-opened-periodic', isThere: false },
    { name: 'chronic-changed-class', isThere: false },
  ])('of chronic problems only what fails without a break, while it does: $name', ({ name, isThere }) => {
    const notice = CHRONIC[name];
    if (notice === undefined) throw new Error(`no sample ${name}`);
    expect(linesOf(notice, 'how-to-quiet')).toHaveLength(isThere ? 2 : 0);
  });
});

test('the link to the runbook is that of the failure, and of the pattern', () => {
  const { links } = compose(aNotice({ problem: chronic(clock('02:00'), 'server/other') }), LOCAL);
  expect(links.map(({ url }) => url)).toEqual([
    'https://wiki.example.test/apiv2#server-other',
    'https://wiki.example.test/apiv2#pattern-clock',
  ]);
});

test('a class and kind of a later release still make a message', () => {
  const problem = aProblem({ kinds: { 'network/from-the-future': 1 }, failedProbes: 1 });
  expect(linesOf(aNotice({ problem }), 'evidence')).toContain('1 failing probe: network/from-the-future.');
});

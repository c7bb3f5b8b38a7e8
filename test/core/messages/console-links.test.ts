import { describe, expect, test } from 'vitest';
import { consoleLinks } from '../../../functions/core/messages/console-links.ts';
import type { Problem } from '../../../functions/core/model/problem.ts';
import { DAY_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { TICK_AT, aProblem } from '../../support/builders.ts';

const GROUP = '/aws/lambda/Probe-Log#1';
const PLACES = {
  region: 'eu-west-1',
  dashboardName: 'Health',
  logGroups: [GROUP],
  logGroupsElsewhere: new Map([['us-east-1', 'Elsewhere']]),
};
const links = consoleLinks(PLACES);

/** What the console reads from an address, in its own notation. */
function readBack(url: string): { query: string; start: string; end: string; groups: string[] } {
  const plain = (text: string) =>
    text.replace(/\*\*([\da-f]{4})|\*([\da-f]{2})/g, (_, four: string, two: string) =>
      String.fromCharCode(Number.parseInt(four || two, 16)),
    );
  const [, detail = ''] = url.split('$3FqueryDetail$3D');
  const found = /^~\(end~'(.+)~start~'(.+)~timeType~'ABSOLUTE~tz~'UTC~editorString~'(.+)~source~\((.+)\)~lang~'CWLI\)$/;
  const [, end = '', start = '', query = '', source = ''] = found.exec(detail) ?? [];
  const groups = source.split("~'").slice(1).map(plain);
  return { query: plain(query), start: plain(start), end: plain(end), groups };
}

function logsOf(problem: Problem): ReturnType<typeof readBack> {
  return readBack(links.logsUrl(problem) ?? '');
}

test('the dashboard, by region', () => {
  expect(links.dashboardUrl).toBe(
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/Health',
  );
  expect(consoleLinks({ ...PLACES, region: 'cn-north-1' }).dashboardUrl).toContain('.console.amazonaws.cn/');
  expect(consoleLinks({ ...PLACES, region: 'us-gov-west-1' }).dashboardUrl).toContain('.amazonaws-us-gov.com/');
});

describe('the log of a problem', () => {
  test('the failing probes of its targets, from a little before to a little after', () => {
    const problem = aProblem({
      scope: { targets: ['server-time', 'agents'], vantages: ['local'], addresses: [] },
      resolvedAt: TICK_AT + 20 * MINUTE_MS,
    });
    expect(logsOf(problem)).toEqual({
      query: [
        'fields @timestamp, message.vantage, message.target, message.outcome, message.detail',
        '| filter message.event = "probe-failed" and (message.target = "server-time" or message.target = "agents")',
        '| sort @timestamp asc',
        '| limit 1000',
      ].join('\n'),
      start: '2026-02-28T23:55:00.120Z',
      end: '2026-03-01T00:25:00.000Z',
      groups: [GROUP],
    });
  });

  test('in the notation that the console writes itself', () => {
    expect(links.logsUrl(aProblem())).toContain(
      "~timeType~'ABSOLUTE~tz~'UTC~editorString~'fields*20*40timestamp*2c*20message.vantage*2c",
    );
    expect(links.logsUrl(aProblem())).toMatch(/~source~\(~'\*2faws\*2flambda\*2fProbe-Log\*231\)~lang~'CWLI\)$/);
  });

  test('of one that lasts for months, the newest week', () => {
    const { start, end } = logsOf(aProblem({ firstFailureAt: TICK_AT - 90 * DAY_MS }));
    expect(Date.parse(end) - Date.parse(start)).toBe(7 * DAY_MS);
  });

  test('of our own network, by its name', () => {
    const { query } = logsOf(aProblem({ scope: { targets: [], vantages: ['local'], addresses: [] } }));
    expect(query).toContain('and (message.outcome = "inconclusive/own-network")');
  });

  test.each([
    { name: 'more targets than can be asked for', targets: Array.from({ length: 21 }, (_, index) => `t${index}`) },
    { name: 'a name that would end the query', targets: ['a" or message.event = "x'] },
  ])('$name: all of them', ({ targets }) => {
    const { query } = logsOf(aProblem({ scope: { targets, vantages: ['local'], addresses: [] } }));
    expect(query).toContain('\n| filter message.event = "probe-failed"\n');
  });
});

test.each([
  { seenFrom: ['eu-west-1'], region: 'eu-west-1', group: GROUP },
  { seenFrom: ['us-east-1'], region: 'us-east-1', group: 'Elsewhere' },
  { seenFrom: ['ap-south-1', 'us-east-1'], region: 'us-east-1', group: 'Elsewhere' },
  { seenFrom: ['us-east-1', 'eu-west-1'], region: 'eu-west-1', group: GROUP },
  { seenFrom: ['ap-south-1'], region: 'eu-west-1', group: GROUP },
])('what was seen from $seenFrom is read in $region', ({ seenFrom, region, group }) => {
  const url = links.logsUrl(aProblem({ scope: { targets: ['agents'], vantages: seenFrom, addresses: [] } })) ?? '';
  expect(url).toContain(`https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2`);
  expect(readBack(url).groups).toEqual([group]);
});

test.each<{ name: string; places: Parameters<typeof consoleLinks>[0]; problem: Problem }>([
  { name: 'on a desk', places: { ...PLACES, region: null }, problem: aProblem() },
  { name: 'without log groups', places: { ...PLACES, logGroups: [] }, problem: aProblem() },
  { name: 'nothing failed', places: PLACES, problem: aProblem({ kinds: { 'network/addresses-changed': 1 } }) },
  { name: 'longer than any address', places: { ...PLACES, logGroups: ['x'.repeat(2_000)] }, problem: aProblem() },
])('no link to the log: $name', ({ places, problem }) => {
  expect(consoleLinks(places).logsUrl(problem)).toBeNull();
});

test('no dashboard where there is none', () => {
  expect(consoleLinks({ ...PLACES, dashboardName: null }).dashboardUrl).toBeNull();
  expect(consoleLinks({ ...PLACES, region: null }).dashboardUrl).toBeNull();
});

import { expect, onTestFinished, test } from 'vitest';
import { startSsm, publishesOf } from '../support/aws-endpoints-services.ts';
import { startMonitor, VANTAGE, type BundledMonitor } from './bundled-monitor.ts';

const ELSEWHERE = 'us-east-1';

/** What subscribers were told: how the subject begins, and the vantage that the attributes name. */
function told({ sns }: BundledMonitor): string[] {
  return publishesOf(sns).map((call) => {
    const [named = ''] =
      Object.entries(call).find(([key, value]) => key.endsWith('.Name') && value === 'vantage') ?? [];
    return `${call.Subject?.split(' ')[0] ?? ''} ${call[named.replace('.Name', '.Value.StringValue')] ?? ''}`;
  });
}

test('a vantage in another region: it writes at home, its problem is its own, and goes when it is removed', async () => {
  const monitor = await startMonitor();
  const ssm = await startSsm(new Map());
  onTestFinished(() => ssm.close());
  const probe = monitor.start('probe', {
    AWS_REGION: ELSEWHERE,
    VANTAGE: ELSEWHERE,
    // Nobody stored the token there.
    AWS_ENDPOINT_URL_SSM: ssm.url,
  });
  const detect = monitor.start('detect', {
    VANTAGES: `${VANTAGE},${ELSEWHERE}`,
    LOG_GROUPS: 'ProbeLog,ProbeLogElsewhere',
  });
  const alone = monitor.start('detect', {});

  for (const number of [5, 6, 7]) {
    const tickAt = monitor.tick(number);
    const [here, there] = await Promise.all([monitor.probe.invoke(tickAt), probe.invoke(tickAt)]);
    expect(here).toBeNull();
    expect(there?.message).toMatch(/^The token parameter .+ could not be read/);
  }
  expect([(await monitor.runs()).length, (await monitor.runs(ELSEWHERE)).length]).toEqual([3, 3]);
  expect(monitor.tableRegions).toEqual(new Set([VANTAGE]));
  const signedFor = (requests: BundledMonitor['sns']['requests']) =>
    new Set(requests.map(({ headers }) => /Credential=[^/]+\/\d+\/([\w-]+)\//.exec(headers.authorization ?? '')?.[1]));
  expect(signedFor(monitor.cloudWatch.requests)).toEqual(new Set([VANTAGE]));
  expect(signedFor(ssm.requests)).toEqual(new Set([ELSEWHERE]));

  expect(await detect.invoke(monitor.tick(7))).toBeNull();
  const opened = told(monitor);
  expect(opened.length).toBeGreaterThan(0);
  const problems = opened.filter((line) => line.startsWith('PROBLEM'));
  expect(problems).toEqual([`PROBLEM ${ELSEWHERE}`]);
  expect(JSON.stringify(monitor.sns.requests)).toContain('ProbeLogElsewhere');

  expect(await alone.invoke(monitor.tick(8))).toBeNull();
  // The warning of its clock goes with it.
  const ofElsewhere = opened.filter((line) => line.endsWith(ELSEWHERE));
  expect(told(monitor).slice(opened.length)).toEqual(ofElsewhere.map(() => `CLOSED ${ELSEWHERE}`));
});

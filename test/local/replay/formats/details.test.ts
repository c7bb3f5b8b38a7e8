import { describe, expect, test } from 'vitest';
import { toldFailure } from '../../../../functions/local/replay/formats/error-text.ts';
import { foreignTime } from '../../../../functions/local/replay/formats/foreign-time.ts';
import { outcomeName } from './writers.ts';
import { readEntries } from './read-entries.ts';

const outcomes = (text: string) => readEntries(text).lines.map(({ probe }) => outcomeName(probe.outcome));

describe('what other programs say of a failure', () => {
  test.each([
    ['connect ECONNREFUSED 192.0.2.1:443', 'network/connect-refused', 'connect'],
    ['connect ETIMEDOUT 192.0.2.1:443', 'network/connect-timeout', 'connect'],
    ['connect EHOSTUNREACH 192.0.2.1:443', 'network/host-unreachable', 'connect'],
    ['getaddrinfo ENOTFOUND api.example', 'network/dns-not-found', 'resolve'],
    ['getaddrinfo EAI_AGAIN api.example', 'network/dns-server-failure', 'resolve'],
    ['queryA ETIMEOUT api.example', 'network/dns-timeout', 'resolve'],
    ['read ECONNRESET', 'network/connection-reset', 'processing'],
    ['write EPROTO 139:error:0A00010B:SSL routines::wrong version number', 'network/tls-handshake', 'tls'],
    ['certificate has expired', 'network/tls-certificate-expired', 'tls'],
    ['self-signed certificate', 'network/tls-self-signed', 'tls'],
    ['self-signed certificate in certificate chain', 'network/tls-untrusted-issuer', 'tls'],
    ["Hostname/IP does not match certificate's altnames: Host: x", 'network/tls-hostname-mismatch', 'tls'],
    [
      'Client network socket disconnected before secure TLS connection was established',
      'network/connection-closed',
      'tls',
    ],
    ['socket hang up', 'network/connection-closed', undefined],
    ['timeout of 48000ms exceeded', 'network/response-timeout', undefined],
    ['dial tcp 192.0.2.1:443: connect: connection refused', 'network/connect-refused', 'connect'],
    ['dial tcp: lookup x: no such host', 'network/dns-not-found', 'resolve'],
    ['curl: (6) Could not resolve host: x', 'network/dns-not-found', 'resolve'],
    ['Request failed with status code 503', 'server/unavailable', undefined],
    ['Request failed with status code 429', 'throttled/too-many-requests', undefined],
    ['404 - Not Found', 'content/not-found', undefined],
  ])('%s', (text, outcome, phase) => {
    expect(toldFailure(text)).toMatchObject({ outcome });
    expect(toldFailure(text)?.phase).toBe(phase);
  });

  test.each(['', 'No heartbeat in the time window', 'connect EMFILE', 'keyword is not in the page'])(
    'nothing that is known: %s',
    (text) => {
      expect(toldFailure(text)).toBeNull();
    },
  );
});

describe('times of other programs', () => {
  test.each([
    ['2026-03-01 00:00:07', '2026-03-01T00:00:07Z', false],
    ['2026-03-01 00:00:07.120', '2026-03-01T00:00:07.120Z', false],
    ['2026-03-01 00:00 UTC', '2026-03-01T00:00:00Z', true],
    ['2026-03-01T00:00:07+0130', '2026-03-01T00:00:07+01:30', true],
    ['2026-03-01T00:00:07.12Z', '2026-03-01T00:00:07.12Z', true],
    ['1772323207', '2026-03-01T00:00:07.000Z', true],
    ['1772323207120', '2026-03-01T00:00:07.120Z', true],
    [1772323207.12, '2026-03-01T00:00:07.120Z', true],
  ])('%s', (value, iso, hasZone) => {
    expect(foreignTime(value)).toEqual({ iso, hasZone });
  });
  test.each(['', 'yesterday', '01/03/2026', -1, NaN, Infinity, null, '12'])('none: %s', (value) => {
    expect(foreignTime(value)).toBeNull();
  });
});

describe('CSV of others', () => {
  test('columns are known by their usual names, and the report says which was taken for what', () => {
    const { lines, assumptions, faults, name } = readEntries(
      'timestamp,url,status,response_time,colour\n1772323207,https://a.example,200,12.5,red\n1772323267,https://a.example,503,8,red\n1772323327,https://a.example,000,,red\n',
    );
    expect({ name, faults }).toEqual({ name: 'csv', faults: [] });
    expect(assumptions[0]).toBe(
      'columns: time from timestamp, target from url, outcome from status, latency from response_time in ms',
    );
    expect(lines.map(({ probe }) => [outcomeName(probe.outcome), probe.durationMs])).toEqual([
      ['healthy', 12.5],
      ['server/unavailable', 8],
      ['network/other', 0],
    ]);
  });

  test.each([
    ['up', '1', 'healthy'],
    ['up', '0', 'network/other'],
    ['success', 'true', 'healthy'],
    ['status', 'UP', 'healthy'],
    ['status', 'down', 'network/other'],
    ['status', '301', 'intercepted/redirect'],
    ['result', 'network/connect-refused', 'network/connect-refused'],
    ['state', 'maintenance', 'not-probed'],
  ])('%s: %s', (column, value, outcome) => {
    expect(outcomes(`time,name,${column}\n1772323207,a,${value}\n`)).toEqual([outcome]);
  });

  test('0 and 1 in a column called status are refused, since programs differ on what they mean', () => {
    const { faults } = readEntries('time,name,status\n1772323207,a,1\n1772323208,a,\n');
    expect(faults).toEqual([
      { line: 2, reason: expect.stringContaining('must be a word like up or down') as string },
      { line: 3, reason: expect.stringContaining('found nothing') as string },
    ]);
  });

  test.each([
    ['date,time,status', 'has the time in two columns, date and time: put them together in one, at'],
    ['timestamp,url', 'lacks outcome, or another column that tells how a probe ended'],
  ])('unusable: %s', (header, says) => {
    expect(() => readEntries(`${header}\n1,2,3\n`)).toThrow(says);
  });

  test('seconds, when the name says so', () => {
    const { lines } = readEntries('time,name,status_code,duration_seconds\n1772323207,a,200,0.25\n');
    expect(lines[0]?.probe.durationMs).toBe(250);
  });
});

describe('Prometheus', () => {
  const answer = (...result: object[]) => JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });

  test('series of one instance are told apart by what differs; a gap is no probe', () => {
    const { lines } = readEntries(
      answer(
        {
          metric: { __name__: 'probe_success', instance: 'a', job: 'j', module: 'v4' },
          values: [
            [1772323200, '1'],
            [1772323320, '0'],
          ],
        },
        { metric: { __name__: 'probe_success', instance: 'a', job: 'j', module: 'v6' }, values: [[1772323200, '1']] },
      ),
    );
    expect(lines.map(({ probe }) => [probe.targetId, outcomeName(probe.outcome)])).toEqual([
      ['a (module=v4)', 'healthy'],
      ['a (module=v4)', 'network/other'],
      ['a (module=v6)', 'healthy'],
    ]);
  });

  test('a value between, and what is no sample, are named with their place', () => {
    const values = [[1772323200, '1'], [1772323260, '0.5'], 'x', [1772323320, 'NaN']];
    const { faults, places } = readEntries(answer({ metric: { instance: 'a' }, values }));
    expect(faults.map(({ line }) => places.textOf(line))).toEqual([
      'data.result[0].values[1]',
      'data.result[0].values[2]',
    ]);
    expect(faults[0]?.reason).toBe('must be "0" or "1": query the metric itself, no average; found "0.5"');
  });

  test('an instant query is refused with what to ask instead', () => {
    const vector = '{"status":"success","data":{"resultType":"vector","result":[]}}';
    expect(() => readEntries(vector)).toThrow('ask /api/v1/query_range');
  });
});

describe('Uptime Kuma', () => {
  test('pending is a failure, maintenance is not probed, and the report says so', () => {
    const beat = (status: number, time: string, msg = '') => ({ monitor_id: 3, status, time, msg, ping: null });
    const rows = [
      beat(1, '2026-03-01 00:00:00.000'),
      beat(2, '2026-03-01 00:01:00', 'socket hang up'),
      beat(3, '2026-03-01 00:02:00'),
    ];
    const { lines, assumptions, faults } = readEntries(JSON.stringify([...rows, beat(7, '2026-03-01 00:03:00')]));
    expect(lines.map(({ probe }) => [probe.targetId, outcomeName(probe.outcome)])).toEqual([
      ['monitor 3', 'healthy'],
      ['monitor 3', 'network/connection-closed'],
      ['monitor 3', 'not-probed'],
    ]);
    expect(assumptions.join('\n')).toMatch(/pending is a check that failed[^]*maintenance counts as not probed/);
    expect(faults).toMatchObject([{ line: 4, reason: expect.stringContaining('status: must be 0 down') as string }]);
  });

  test('a backup without heartbeats: what to export instead', () => {
    expect(() => readEntries('{"version":"1","monitorList":[]}')).toThrow('SELECT * FROM heartbeat ORDER BY time');
  });
});

test('Upptime: degraded is up; what it did not record is not made up, and the report says so', () => {
  const events = [
    [1772323200, 0, 200, 50],
    [1772409600, 2, 200, 9000],
    [1772409700, 1, 0, 0],
    ['x'],
    [1772496000, 0, 200, 60],
  ];
  const { lines, faults, places, assumptions } = readEntries(JSON.stringify({ sites: [{ name: 'a', events }] }));
  expect(lines.map(({ probe }) => outcomeName(probe.outcome))).toEqual([
    'healthy',
    'healthy',
    'network/other',
    'healthy',
  ]);
  expect(places.textOf(faults[0]?.line ?? 0)).toBe('sites[0].events[3]');
  expect(assumptions.join('\n')).toContain('the checks between are unknown, so nothing is made up for them');
});

test('statuspage: minutes between checks, and the positions of those that failed', () => {
  const site = { name: 'a', deltaMin: [29538720, 5, 5], failIdx: [1] };
  const { lines } = readEntries(JSON.stringify({ sites: [site] }));
  expect(lines.map(({ probe }) => [probe.startedAt / 60_000, outcomeName(probe.outcome)])).toEqual([
    [29538720, 'healthy'],
    [29538725, 'network/other'],
    [29538730, 'healthy'],
  ]);
});

test.each([
  ['JSON Lines of our own', '{"at":"2026-03-01T00:00:00Z","target":"a","outcome":"healthy"}\n', 'own'],
  ['CSV of our own', 'at,target,outcome\n', 'own'],
  ['a first line that was cut off', '"outcome":"healthy"}\n{"at":"x","target":"a","outcome":"healthy"}', 'own'],
  ['a first line that breaks off', '{"at":\n{"at":"x","target":"a","outcome":"healthy"}', 'own'],
  ['a document that is written prettily', '{\n  "sites": [\n {"events":[]}]}', 'upptime'],
  ['a document of one line', '{"events":[{"message":"x"}]}\n', 'logs'],
])('told by the content: %s', (_, text, format) => {
  expect(readEntries(text).name).toBe(format);
});

test('JSON of no known shape: what was found, and what is known', () => {
  expect(() => readEntries('{\n"colour": 1,\n"sites": []}')).toThrow(/found colour, sites\); known are .*Prometheus/);
});

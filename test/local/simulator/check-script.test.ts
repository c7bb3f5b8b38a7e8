import { expect, test } from 'vitest';
import { checkScript, InvalidScriptError } from '../../../functions/local/simulator/check-script.ts';
import { NO_FAULTS, type Fault } from '../../../functions/local/simulator/fault-script.ts';

const GOOD = { fromMs: 0, toMs: 10, fault: { kind: 'empty' } };

const EVERY_KIND = {
  status: {
    kind: 'status',
    status: 503,
    body: { kind: 'raw', contentType: 'text/html', text: '<p>' },
    retryAfter: '5',
  },
  reset: { kind: 'reset', when: 'mid-body' },
  refused: { kind: 'refused' },
  silence: { kind: 'silence', after: 'connect' },
  slow: { kind: 'slow', delayMs: 1 },
  truncated: { kind: 'truncated' },
  'closed-without-answer': { kind: 'closed-without-answer' },
  'foreign-html': { kind: 'foreign-html' },
  empty: { kind: 'empty' },
  redirect: { kind: 'redirect' },
  garbage: { kind: 'garbage' },
} satisfies Record<Fault['kind'], Fault>;

test.for<[string, unknown]>([
  ['no faults', NO_FAULTS],
  ['every kind of fault', { loopMs: 10, windows: Object.values(EVERY_KIND).map((fault) => ({ ...GOOD, fault })) }],
  ['overlapping windows', { loopMs: null, windows: [GOOD, { ...GOOD, fromMs: 5, toMs: 15 }] }],
  [
    'paths and pulses',
    { loopMs: null, windows: [{ ...GOOD, paths: ['/a/b'], every: { periodMs: 5, durationMs: 5 } }] },
  ],
  [
    'an envelope with list indexes',
    {
      loopMs: null,
      windows: [
        {
          ...GOOD,
          fault: {
            kind: 'status',
            status: 400,
            body: { kind: 'envelope', errors: [{ message: 'm', propertyName: 'p', listIndex: 0 }] },
          },
        },
      ],
    },
  ],
])('good: %s', ([, script]) => {
  expect(checkScript(script)).toEqual([]);
});

const window = (change: object): unknown => ({ loopMs: 100, windows: [{ ...GOOD, ...change }] });
const withFault = (fault: unknown): unknown => window({ fault });
const status = (change: object): unknown => withFault({ ...EVERY_KIND.status, ...change });

test.for<[string, unknown, RegExp[]]>([
  ['not a script', 'x', [/^script: .*expected object.*; found 'x'$/]],
  ['loop of no time', { loopMs: 0, windows: [] }, [/^loopMs: .*>0; found 0$/]],
  ['negative time', window({ fromMs: -1 }), [/^windows\[0\]\.fromMs: .*>=0; found -1$/]],
  ['no end', window({ toMs: Infinity }), [/^windows\[0\]\.toMs: .*; found Infinity$/]],
  ['end at the start', window({ fromMs: 10 }), [/^windows\[0\]\.toMs: .*more than fromMs, which is 10; found 10$/]],
  ['end before the start', window({ fromMs: 20 }), [/^windows\[0\]\.toMs: .*which is 20; found 10$/]],
  ['end after the loop', window({ toMs: 101 }), [/^windows\[0\]\.toMs: .*at most loopMs, which is 100; found 101$/]],
  [
    'pulse longer than its period',
    window({ every: { periodMs: 5, durationMs: 6 } }),
    [/^windows\[0\]\.every\.durationMs: .*at most periodMs, which is 5; found 6$/],
  ],
  ['no paths', window({ paths: [] }), [/^windows\[0\]\.paths: /]],
  [
    'a path without slash',
    window({ paths: ['agents'] }),
    [/^windows\[0\]\.paths\[0\]: .*starting with "\/"; found 'agents'$/],
  ],
  ['a path with a query', window({ paths: ['/agents?x=1'] }), [/^windows\[0\]\.paths\[0\]: /]],
  ['unknown kind', withFault({ kind: 'fire' }), [/^windows\[0\]\.fault\.kind: .*'refused'.*; found 'fire'$/]],
  ['unknown key', withFault({ kind: 'slow', delayMs: 5, dealyMs: 5 }), [/^windows\[0\]\.fault: .*"dealyMs"/]],
  ['missing part', withFault({ kind: 'reset' }), [/^windows\[0\]\.fault\.when: .*"on-connect".*; found undefined$/]],
  ['no status', status({ status: 99 }), [/^windows\[0\]\.fault\.status: .*>=200; found 99$/]],
  ['a line break in a header', status({ retryAfter: '1\r\nx: y' }), [/^windows\[0\]\.fault\.retryAfter: .*printable/]],
  ...[EVERY_KIND.refused, EVERY_KIND.silence, { kind: 'reset', when: 'on-connect' }].map(
    (fault): [string, unknown, RegExp[]] => [
      `${fault.kind} for one path only`,
      window({ fault, paths: ['/agents'] }),
      [/^windows\[0\]\.paths: Not allowed: .*before the server knows the path; found \[ '\/agents' \]$/],
    ],
  ),
  [
    'everything at once',
    {
      windows: [
        { ...GOOD, fromMs: -1 },
        { ...GOOD, fromMs: 10, fault: { kind: 'fire' } },
      ],
      loop: 5,
    },
    [/^loopMs: /, /^windows\[0\]\.fromMs: /, /^windows\[1\]\.fault\.kind: /, /"loop"/, /^windows\[1\]\.toMs: /],
  ],
])('bad: %s', ([, script, expected]) => {
  const faults = checkScript(script);
  expect(faults).toHaveLength(expected.length);
  expected.forEach((pattern, index) => {
    expect(faults[index]).toMatch(pattern);
  });
});

test('the error lists every fault on a line of its own', () => {
  const error = new InvalidScriptError(['a: wrong', 'b: wrong']);
  expect(error.message).toBe('Cannot play the fault script:\n- a: wrong\n- b: wrong');
  expect(error.faults).toEqual(['a: wrong', 'b: wrong']);
});

import { describe, expect, test } from 'vitest';
import type { PhaseMedians } from './phases.ts';
import { MEMORY_TARGET_BYTES, reportText, verdicts, type ProbeReport, type Result } from './probe-report.ts';

const PHASES: PhaseMedians = {
  resolve: 0,
  connect: 0.25,
  tls: 1.5,
  request: 0.125,
  processing: 100.5,
  transfer: 0.01,
  total: 102.4,
};

function result(name: string, role: Result['role'], cpuMs: readonly number[] | null): Result {
  return { name, role, found: cpuMs === null ? null : { cpuMs, wallMs: [2, 2, 2], tls: 'TLSv1.3 SUITE' } };
}

function aReport(overrides: Partial<ProbeReport> = {}): ProbeReport {
  return {
    takenOn: '2025-02-03',
    command: 'npm run bench -- probe 500',
    machine: { cpu: 'A processor', cores: 2, memoryBytes: 2 ** 33, system: 'A system', node: 'Node.js 24', load: 0.25 },
    peerVersions: ['curl 8'],
    missingPackages: [],
    count: 500,
    rounds: 3,
    results: [
      result('our prober', 'ours', [1, 1.2, 1.1]),
      result('blackbox_exporter', 'target', [2, 2.4, 2.2]),
      result('openssl s_time -new', 'limit', [0.5, 0.6, 0.55]),
    ],
    peakMemory: { bundledBytes: MEMORY_TARGET_BYTES - 1, sourcesBytes: MEMORY_TARGET_BYTES + 2 ** 20 },
    keyExchange: 'X25519',
    phases: [{ target: 'no delay', ours: PHASES, curl: null }],
    ...overrides,
  };
}

describe('targets', () => {
  const peak = (bundledBytes: number) => ({ bundledBytes, sourcesBytes: 0 });
  const against = (exporterMs: readonly number[] | null) => [
    result('our prober', 'ours', [1, 1, 1]),
    result('blackbox_exporter', 'target', exporterMs),
  ];
  const rows: { name: string; overrides: Partial<ProbeReport>; expected: ReturnType<typeof verdicts> }[] = [
    { name: 'both met', overrides: {}, expected: { cpu: true, memory: true } },
    { name: 'the same CPU is met', overrides: { results: against([1, 1, 1]) }, expected: { cpu: true, memory: true } },
    { name: 'more CPU', overrides: { results: against([0.9, 0.9, 2]) }, expected: { cpu: false, memory: true } },
    { name: 'no exporter', overrides: { results: against(null) }, expected: { cpu: null, memory: true } },
    {
      name: 'exactly the memory allowed is not below it',
      overrides: { peakMemory: peak(MEMORY_TARGET_BYTES) },
      expected: { cpu: true, memory: false },
    },
  ];
  test.each(rows)('$name', ({ overrides, expected }) => {
    expect(verdicts(aReport(overrides))).toEqual(expected);
  });
});

describe('text', () => {
  test('shows every contender with its CPU time, spread and the ratio of ours to it', () => {
    const text = reportText(aReport());
    expect(text).toContain('| our prober | 1.10 | 1.00 to 1.20 | 2.00 |  | TLSv1.3 SUITE |');
    expect(text).toContain('| blackbox_exporter | 2.20 | 2.00 to 2.40 | 2.00 | 0.50 times | TLSv1.3 SUITE |');
    expect(text).toContain('| openssl s_time -new | 0.55 | 0.50 to 0.60 | 2.00 | 2.00 times | TLSv1.3 SUITE |');
  });

  test('says of each target what was found and whether it is met', () => {
    const text = reportText(aReport());
    expect(text).toContain('| CPU per probe at or below that of blackbox_exporter | 0.50 times | yes |');
    expect(text).toContain('bundled as deployed, below 128 MiB | 128 MiB | yes |');
    expect(text).toContain('| 2.00 times | no target |');
  });

  test('names the package of what is not installed and marks its lines', () => {
    const text = reportText(
      aReport({
        results: [result('our prober', 'ours', [1]), result('blackbox_exporter', 'target', null)],
        missingPackages: ['prometheus-blackbox-exporter'],
      }),
    );
    expect(text).toContain('| CPU per probe at or below that of blackbox_exporter | not measured | not measured |');
    expect(text).toContain('| blackbox_exporter | not measured |');
    expect(text).toContain('Not installed here: prometheus-blackbox-exporter');
    expect(text).toContain('`test/bench/install-peers.sh` installs them');
  });

  test('puts our phases beside those of curl', () => {
    const text = reportText(aReport());
    expect(text).toContain('| no delay: ours | 0.00 | 0.25 | 1.50 | 0.13 | 100.50 | 0.01 | 102.40 |');
    expect(text).toContain('| no delay: curl | not measured |');
  });

  test('says where, when and how it was taken', () => {
    const text = reportText(aReport());
    expect(text).toContain('- A processor, 2 cores, 8192 MiB, load 0.3 at the start');
    expect(text).toContain('- Node.js 24, curl 8');
    expect(text).toContain('- 2025-02-03, `npm run bench -- probe 500`');
  });
});

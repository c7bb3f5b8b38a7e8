import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const GOOD = `export default { alerts: { email: ['ops@example.com'] } };`;
const TWO = `export default { alerts: { email: ['ops@example.com'] }, vantages: ['eu-central-1', 'us-east-1'] };`;
const CDK_CLI = join('node_modules', 'aws-cdk', 'bin', 'cdk');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'app-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function configFile(source: string): string {
  const file = join(folder, 'my.config.ts');
  writeFileSync(file, source);
  return file;
}

/** `node bin/app.ts` as the CDK runs it, without bundling. */
function runApp(config: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('bin', 'app.ts')], {
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_OUTDIR: join(folder, 'out'),
      CDK_CONTEXT_JSON: JSON.stringify({ config, 'aws:cdk:bundling-stacks': [] }),
    },
  });
  const synthesised = existsSync(join(folder, 'out', 'manifest.json'));
  return { status, stdout, stderr, synthesised };
}

/** `cdk synth -q` by whatever Node runs the CLI: no credentials, no home, nothing of this shell. */
function runCdkSynth(config: string) {
  const out = join(folder, 'out');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [CDK_CLI, 'synth', '-q', '-o', out, '-c', `config=${config}`],
    { encoding: 'utf8', env: { HOME: folder, PATH: '/usr/bin:/bin' } },
  );
  return { status, stdout, lines: stderr.split('\n').filter((line) => line !== ''), out };
}

test('a good config is synthesised, in silence', () => {
  expect(runApp(configFile(GOOD))).toEqual({ status: 0, stdout: '', stderr: '', synthesised: true });
});

describe('a bad config ends with 2, one message, and nothing synthesised', () => {
  test('every fault with its path, the value found and what is allowed', () => {
    const file = configFile(`export default { nonsense: 1, accounts: { main: { origin: 'http://example.com' } } };`);
    const { status, stdout, stderr, synthesised } = runApp(file);
    expect({ status, stdout, synthesised }).toEqual({ status: 2, stdout: '', synthesised: false });
    const [head, ...faults] = stderr.trimEnd().split('\n');
    expect(head).toContain(`${file} has 2 faults`);
    expect(faults).toEqual([
      expect.stringMatching(/accounts\.main\.origin: must be https.*found "http:\/\/example\.com"/),
      expect.stringMatching(/nonsense: unknown key; allowed are accounts.*found 1/),
    ]);
  });

  test('regions, ids, Slack, costs and what is deployed, all at once and no secret among them', () => {
    const file = configFile(`export default {
      vantages: ['eu-central-1', 'Frankfurt', 'eu-central-1'],
      targets: [
        { id: 'twice', account: 'main', path: '/a' },
        { id: 'twice', account: 'main', path: '/b' },
        { ladder: 'nobody' },
      ],
      slack: { channelId: 'C0123456789' },
      costCeiling: 1,
      heartbeatUrl: 'http://ping.example.test/planted',
      customerKey: 'alias/monitor',
      deletionProtection: 'yes',
      tags: { 'aws:team': 'ops' },
    };`);
    const { status, stderr, synthesised } = runApp(file);
    expect({ status, synthesised }).toEqual({ status: 2, synthesised: false });
    const [head, ...faults] = stderr.trimEnd().split('\n');
    expect(head).toContain('has 10 faults');
    expect(faults.map((line) => line.trim().replace(/: .*$/, '')).toSorted()).toEqual([
      'costCeiling',
      'customerKey',
      'deletionProtection',
      'heartbeatUrl',
      'slack.workspaceId',
      'tags.aws:team',
      'targets.1.id',
      'targets.2.ladder',
      'vantages.1',
      'vantages.2',
    ]);
    expect(stderr).not.toContain('planted');
  });

  test.each([
    ['no default export', 'export const config = {};', 'has no default export; it must say: export default'],
    ['a syntax error', 'export default {\n  accounts: [1,\n};', 'cannot be loaded: '],
    ['an exception of its own', `throw new Error('my own trouble');`, 'cannot be loaded: Error: my own trouble'],
  ])('%s', (_name, source, message) => {
    const file = configFile(source);
    const { status, stderr, synthesised } = runApp(file);
    expect({ status, synthesised }).toEqual({ status: 2, synthesised: false });
    expect(stderr).toContain(`${file} ${message}`);
    expect(stderr).not.toContain('node:internal');
  });

  test('a file that does not exist', () => {
    const { status, stderr, synthesised } = runApp('absent.config.ts');
    expect({ status, synthesised }).toEqual({ status: 2, synthesised: false });
    expect(stderr).toBe('absent.config.ts does not exist; name the config with: cdk synth -c config=FILE\n');
  });
});

describe('cdk synth', () => {
  test('has nothing to say but what it bundles, and nothing against the template', { timeout: 60_000 }, () => {
    const { status, stdout, lines, out } = runCdkSynth(configFile(GOOD));
    expect(lines.filter((line) => !line.startsWith('Bundling asset '))).toEqual([]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });

    const assets = readdirSync(out).filter((name) => name.startsWith('asset.'));
    expect(assets).toHaveLength(3);
    for (const asset of assets) {
      const settings = JSON.parse(readFileSync(join(out, asset, 'settings.json'), 'utf8')) as object;
      expect(settings).toMatchObject({ alerts: { email: ['ops@example.com'] }, tickMs: 60_000 });
    }
  });

  test(
    'of two vantages: two stacks, in the order in which they are deployed, and nothing against them',
    {
      timeout: 60_000,
    },
    () => {
      const { status, stdout, lines, out } = runCdkSynth(configFile(TWO));
      // With more than one stack the CLI says how to see a template.
      expect(lines.filter((line) => !/^(Bundling asset |Success|Supply a stack id )/.test(line))).toEqual([]);
      expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
      const { artifacts } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as {
        artifacts: Record<string, { type: string; environment: string; dependencies?: string[] }>;
      };
      const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
      expect(stacks.map(([name, { environment }]) => [name, environment])).toEqual([
        ['ApiV2HealthMonitor', 'aws://unknown-account/eu-central-1'],
        ['ApiV2HealthMonitor-probe-us-east-1', 'aws://unknown-account/us-east-1'],
      ]);
      expect(stacks[1]?.[1].dependencies).toContain('ApiV2HealthMonitor');
      // Probe, detect and widget: one bundle of the probe serves both regions.
      expect(readdirSync(out).filter((name) => name.startsWith('asset.'))).toHaveLength(3);
    },
  );

  test('without an alert address it warns that nobody will be told', { timeout: 60_000 }, () => {
    const { status, lines } = runCdkSynth(configFile('export default {};'));
    expect(status).toBe(0);
    expect(lines.join('\n')).toMatch(/WARNING .*nobody will be told/);
  });
});

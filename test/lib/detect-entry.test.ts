import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { expect, onTestFinished, test } from 'vitest';
import { HealthMonitorStack } from '../../lib/health-monitor-stack.ts';
import { lambdaSettings } from '../support/template.ts';

/** Whether the code of each function can read parameters, by what it is called to do. */
function readers(heartbeatUrl: string | { parameter: string }): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-test-'));
  onTestFinished(() => {
    rmSync(outdir, { recursive: true });
  });
  const app = new App({ outdir, autoSynth: false, builtinCloudFormationValidation: false });
  new HealthMonitorStack(app, 'ApiV2HealthMonitor', lambdaSettings({ heartbeatUrl }));
  app.synth();
  return readdirSync(outdir)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => readFileSync(join(outdir, name, 'index.js'), 'utf8'))
    .filter((code) => code.includes('AmazonSSM'))
    .map((code) => (code.includes('detect-run') ? 'detect' : 'probe'))
    .toSorted();
}

test.each([
  { name: 'the probe function alone', heartbeatUrl: 'https://ping.example.test/x', expected: ['probe'] },
  {
    name: 'detect too, where a parameter holds the URL of the dead-man service',
    heartbeatUrl: { parameter: '/apiv2-health/heartbeat' },
    expected: ['detect', 'probe'],
  },
])('what can read secrets: $name', { timeout: 30_000 }, ({ heartbeatUrl, expected }) => {
  expect(readers(heartbeatUrl)).toEqual(expected);
});

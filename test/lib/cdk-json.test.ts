import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const cdkJson = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };

test('every feature flag is as this version of the CDK recommends', () => {
  const recommended = createRequire(import.meta.url)('aws-cdk-lib/recommended-feature-flags.json') as object;
  expect(cdkJson.context).toMatchObject(recommended);
});

test('the app runs on the pinned Node, and the CLI calls nobody for news or telemetry', () => {
  expect(cdkJson).toMatchObject({
    app: 'node_modules/.bin/node bin/app.ts',
    versionReporting: false,
    notices: false,
    context: { 'cli-telemetry': false },
  });
});

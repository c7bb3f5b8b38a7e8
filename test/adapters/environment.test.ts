import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundledSettings, requiredVariables } from '../../functions/adapters/environment.ts';
import { lambdaSettings } from '../support/template.ts';

describe('required variables', () => {
  test('are returned, and no others', () => {
    const found = requiredVariables({ TABLE_NAME: 'table', VANTAGE: 'local', HOME: '/' }, ['TABLE_NAME', 'VANTAGE']);
    expect(found).toEqual({ TABLE_NAME: 'table', VANTAGE: 'local' });
  });

  test('that are missing or empty are all named at once', () => {
    const names = ['TABLE_NAME', 'TOPIC_ARN', 'VANTAGE'] as const;
    expect(() => requiredVariables({ TABLE_NAME: '', TOPIC_ARN: 'arn' }, names)).toThrow(
      /^Cannot start: environment variables not set: TABLE_NAME, VANTAGE$/,
    );
  });
});

describe('bundled settings', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'environment-test-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('come back as synth wrote them', () => {
    const settings = lambdaSettings();
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
    expect(bundledSettings(folder)).toEqual(settings);
  });

  test.for([
    { name: 'are missing', text: null, cause: { code: 'ENOENT' } },
    { name: 'are not JSON', text: '{"accounts":', cause: { name: 'SyntaxError' } },
  ])('that $name say what to do, with the cause', ({ text, cause }) => {
    if (text !== null) writeFileSync(join(folder, 'settings.json'), text);
    expect(() => bundledSettings(folder)).toThrow(
      expect.objectContaining({
        message: 'Cannot start: settings.json beside the function cannot be read; deploy again',
        cause: expect.objectContaining(cause) as unknown,
      }),
    );
  });
});

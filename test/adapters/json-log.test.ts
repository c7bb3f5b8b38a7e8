import { expect, test } from 'vitest';
import { jsonLog } from '../../functions/adapters/json-log.ts';

test('each level writes one record, the name of the event first', () => {
  const written: [level: string, record: string][] = [];
  const at = (level: string) => (record: object) => {
    written.push([level, JSON.stringify(record)]);
  };
  const log = jsonLog({ info: at('info'), warn: at('warn'), error: at('error') });
  log.info('probe-run', { healthy: 5, failing: null });
  log.warn('probe-failed', { attempts: [{ status: 500 }] });
  log.error('run-fault', {});
  expect(written).toEqual([
    ['info', '{"event":"probe-run","healthy":5,"failing":null}'],
    ['warn', '{"event":"probe-failed","attempts":[{"status":500}]}'],
    ['error', '{"event":"run-fault"}'],
  ]);
});

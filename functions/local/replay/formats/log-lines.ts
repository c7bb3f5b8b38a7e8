import { countText } from '../../../core/messages/words.ts';
import { isObject, type LineFormat } from './import-format.ts';
import { addRun, loggedRun } from './packed-run.ts';

/** CloudWatch Logs takes events of up to 1 MB. */
const LINE_LIMIT = 1_100_000;

/**
 * Log lines of the probe function or of this process: JSON, with what `aws logs tail` or an export to S3 puts before it. Lines of
 * other events are passed over.
 */
export const logLines: LineFormat = {
  kind: 'lines',
  name: 'logs',
  what: 'log lines of the monitor (.monitor/monitor.log, aws logs tail, an export to S3)',
  lineLimit: LINE_LIMIT,
  looksLike: (head) => head.some((line) => isOurs(parsed(line))),
  reader: (sink) => {
    let passedOver = 0;
    return {
      line: (text, line) => {
        if (text.trim() === '') return;
        const value = parsed(text);
        // A run that was cut off is missed; half a line of another event is not.
        if (value === undefined && text.includes('"probe-run"')) {
          sink.faulty({ line, reason: 'is a probe-run that cannot be read: the JSON is not complete' });
          return;
        }
        const found = loggedRun(value);
        if (found.state === 'run') addRun(found.run, line, sink);
        else if (found.state === 'faulty') sink.faulty({ line, reason: found.reason });
        else passedOver += 1;
      },
      end: () => {
        if (passedOver > 0) sink.assumed(`${countText(passedOver, 'line')} of other events passed over`);
      },
    };
  },
};

/** The JSON in a line; `undefined` without any. */
function parsed(line: string): unknown {
  const start = line.indexOf('{');
  if (start === -1) return undefined;
  try {
    return JSON.parse(line.slice(start)) as unknown;
  } catch {
    return undefined;
  }
}

/** A line of our own log, of Lambda's around it, or of its platform (`{"type": "platform.start", …}`). */
function isOurs(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { event, message, type } = value;
  return (
    typeof event === 'string' ||
    (isObject(message) && typeof message.event === 'string') ||
    (typeof type === 'string' && type.startsWith('platform.'))
  );
}

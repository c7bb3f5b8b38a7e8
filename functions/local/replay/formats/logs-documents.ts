import { countText } from '../../../core/messages/words.ts';
import { isObject, type DocumentFormat } from './import-format.ts';
import { addRun, loggedRun } from './packed-run.ts';

/** Said of a row without the log line. */
const NO_MESSAGE = 'has no @message: query `fields @timestamp, @message | filter message.event = "probe-run"`';

/**
 * Results of CloudWatch Logs as JSON: of a Logs Insights query, as `aws logs get-query-results` or the console's export has them,
 * and of `aws logs filter-log-events`.
 */
export const logsDocuments: DocumentFormat = {
  kind: 'document',
  name: 'logs',
  what: 'CloudWatch Logs Insights results as JSON, of the probe-run lines',
  looksLike: (document) => listIn(document) !== null,
  read: (document, sink, places) => {
    const { path, rows } = listIn(document) ?? { path: '', rows: [] };
    places.begin(path);
    let passedOver = 0;
    for (const row of rows) {
      const entry = places.next();
      const message = messageOf(row);
      if (message === undefined) {
        sink.faulty({ line: entry, reason: NO_MESSAGE });
        continue;
      }
      const line = typeof message === 'string' ? parsed(message) : message;
      const found = loggedRun(line);
      if (found.state === 'run') addRun(found.run, entry, sink);
      else if (found.state === 'faulty') sink.faulty({ line: entry, reason: found.reason });
      else if (line === undefined && typeof message === 'string' && message.includes('"probe-run"')) {
        sink.faulty({ line: entry, reason: 'is a probe-run that cannot be read: the JSON is not complete' });
      } else passedOver += 1;
    }
    if (passedOver > 0) sink.assumed(`${countText(passedOver, 'log line')} of other events passed over`);
  },
};

/** The rows, wherever they stand. */
function listIn(document: unknown): { readonly path: string; readonly rows: readonly unknown[] } | null {
  if (Array.isArray(document)) {
    const [first] = document as readonly unknown[];
    return isObject(first) && ('@message' in first || '@timestamp' in first) ? { path: '', rows: document } : null;
  }
  if (!isObject(document)) return null;
  const { results, events } = document;
  if (Array.isArray(results) && (results.length === 0 || Array.isArray(results[0]))) {
    return { path: 'results', rows: results };
  }
  if (Array.isArray(events) && (events.length === 0 || (isObject(events[0]) && 'message' in events[0]))) {
    return { path: 'events', rows: events };
  }
  return null;
}

/** The log line of a row; `undefined` where it has none. */
function messageOf(row: unknown): unknown {
  if (Array.isArray(row)) {
    const field = (row as readonly unknown[]).find((one) => isObject(one) && one.field === '@message');
    return isObject(field) ? field.value : undefined;
  }
  if (!isObject(row)) return undefined;
  return row['@message'] ?? row.message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

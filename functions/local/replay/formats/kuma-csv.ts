import { csvRows, headerOf } from './csv-rows.ts';
import type { LineFormat } from './import-format.ts';
import { addHeartbeat } from './kuma-heartbeat.ts';
import { monitorOf } from './uptime-kuma.ts';

/** The columns of Uptime Kuma's table that are needed. */
const NEEDED = ['monitor_id', 'status', 'time'] as const;

/** The heartbeat table of Uptime Kuma as CSV: `sqlite3 -header -csv kuma.db 'SELECT * FROM heartbeat ORDER BY time'`. */
export const kumaCsv: LineFormat = {
  kind: 'lines',
  name: 'uptime-kuma',
  what: 'the heartbeat table of Uptime Kuma, as CSV',
  looksLike: ([first = '']) => {
    const names = headerOf(first);
    return names !== null && NEEDED.every((name) => names.includes(name));
  },
  reader: (sink) => {
    sink.assumed('times of Uptime Kuma are UTC');
    return csvRows(
      (names) => (fields, line) => {
        const beat = Object.fromEntries(names.map((name, index) => [name, fields[index] ?? '']));
        const { monitor_name: name = '' } = beat;
        if (name === '') sink.assumed('names of monitors are not in it, so targets are called by their number');
        addHeartbeat(beat, name === '' ? `monitor ${monitorOf(beat)}` : name, line, sink);
      },
      (fault) => {
        sink.faulty(fault);
      },
    );
  },
};

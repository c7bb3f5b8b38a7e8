import type { Log } from '../core/ports.ts';

/** Where finished log records go; Lambda's `console` turns them into JSON lines with the request id. */
export interface LogSink {
  info(record: object): void;
  warn(record: object): void;
  error(record: object): void;
}

/** A structured log: each line is one object with the event's name first. */
export function jsonLog(sink: LogSink): Log {
  return {
    info: (event, fields) => {
      sink.info({ event, ...fields });
    },
    warn: (event, fields) => {
      sink.warn({ event, ...fields });
    },
    error: (event, fields) => {
      sink.error({ event, ...fields });
    },
  };
}

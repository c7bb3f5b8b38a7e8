import type { Log } from '../../functions/core/ports.ts';

/** One line of a log. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A log that keeps its lines. */
export function memoryLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const keep = (level: LogLine['level']) => (event: string, fields: LogLine['fields']) => {
    lines.push({ level, event, fields });
  };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}

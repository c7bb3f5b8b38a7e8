import type { ImportFormat } from './import-format.ts';
import { foreignCsv } from './foreign-csv.ts';
import { kumaCsv } from './kuma-csv.ts';
import { logLines } from './log-lines.ts';
import { logsDocuments } from './logs-documents.ts';
import { own } from './own.ts';
import { prometheus } from './prometheus.ts';
import { uptimeKuma } from './uptime-kuma.ts';
import { upptimeCommits } from './upptime-commits.ts';
import { upptime } from './upptime.ts';

/** Every format that is read, in the order in which they are tried: our own takes whatever no other knows. */
export const FORMATS: readonly ImportFormat[] = [
  logLines,
  logsDocuments,
  prometheus,
  uptimeKuma,
  kumaCsv,
  upptime,
  upptimeCommits,
  foreignCsv,
  own,
];

/** Names for `--format`. */
export const FORMAT_NAMES: readonly string[] = [...new Set(FORMATS.map(({ name }) => name))];

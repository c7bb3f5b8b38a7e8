import { recordFormat } from '../record-format.ts';
import type { LineFormat } from './import-format.ts';

/** Our own record: JSON Lines, or CSV with the same columns. What is of no other format is read as this, and told what it lacks. */
export const own: LineFormat = {
  kind: 'lines',
  name: 'own',
  what: 'one probe a line with at, target and outcome, as JSON or CSV',
  looksLike: () => true,
  reader: recordFormat,
};

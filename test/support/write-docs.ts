import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withMetrics } from './metrics-table.ts';
import { withRunbook } from './runbook.ts';

const readme = join(import.meta.dirname, '..', '..', 'README.md');
writeFileSync(readme, withMetrics(withRunbook(readFileSync(readme, 'utf8'))));

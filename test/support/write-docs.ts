import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withRunbook } from './runbook.ts';

const readme = join(import.meta.dirname, '..', '..', 'README.md');
writeFileSync(readme, withRunbook(readFileSync(readme, 'utf8')));

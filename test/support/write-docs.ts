import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withMetrics } from './metrics-table.ts';
import { withRunbook } from './runbook.ts';

const root = join(import.meta.dirname, '..', '..');
rewrite('README.md', (text) => withMetrics(withRunbook(text, 'short')));
rewrite('docs/runbook.md', (text) => withRunbook(text, 'full'));

function rewrite(path: string, change: (text: string) => string): void {
  const file = join(root, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

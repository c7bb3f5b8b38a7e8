import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deskDrawer, drawPages } from '../../functions/local/page/draw-desk.ts';
import { deskGatherer } from '../../functions/local/page/gather-desk.ts';
import { servePage } from '../../functions/local/page/page-server.ts';
import { memoryLog } from '../support/memory-log.ts';
import { pageSettings, pageSubject, seededHistory } from './seeded-history.ts';

/** The page of a seeded history, served as the monitor serves it, at the history's own time. */
export async function servedPage() {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  const settings = pageSettings();
  const subject = pageSubject(settings);
  const seeded = await seededHistory(join(folder, 'history.sqlite'), settings);
  const log = memoryLog();
  const gather = deskGatherer(subject, seeded.database, seeded.now, log);
  const server = await servePage(
    0,
    drawPages(
      subject,
      deskDrawer(subject, (span) => gather(span, []), log),
    ),
  );
  return {
    url: `http://127.0.0.1:${server.port}/`,
    log,
    seeded,
    close: async () => {
      await server.close();
      seeded.database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

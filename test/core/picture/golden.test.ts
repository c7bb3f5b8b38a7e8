import { describe, expect, test } from 'vitest';
import { HEALTHY } from '../../../functions/core/model/outcome.ts';
import { foldCells } from '../../../functions/core/picture/fold-cells.ts';
import { heatMap } from '../../../functions/core/picture/heat-map.ts';
import { outcomeStrips } from '../../../functions/core/picture/outcome-strips.ts';
import { digestRuns } from '../digest/digest-runs.ts';
import { nightlyRuns, strikingRuns } from './scene-runs.ts';
import * as scene from './scenes.ts';

const { DAY_MS, HOUR_MS, MINUTE_MS, MONTH_FROM, MONTH_TO } = scene;
const ZONE = 'Europe/Amsterdam';

/** One tag on a line, so that a change is seen where it is. Looked at in a browser before it is accepted: `vitest run -u`. */
function readable(picture: string): string {
  return `${picture.replaceAll('><', '>\n<')}\n`;
}

describe('pictures', () => {
  test('outcomes of an hour', async () => {
    const range = { from: MONTH_FROM, to: MONTH_FROM + HOUR_MS };
    const fold = foldCells(range, MINUTE_MS);
    const marks = `...mm...${'x'.repeat(9)}......oo..ss....--.--.--..........f......`;
    for (const run of digestRuns(MONTH_FROM, marks)) fold.add(run);
    await expect(readable(outcomeStrips(fold.series(), ZONE))).toMatchFileSnapshot('golden/outcomes.txt');
  });

  test('every night, over a change of the clock', async () => {
    const map = heatMap(scene.subjectOf(scene.NIGHTLY), {
      range: { from: MONTH_FROM, to: MONTH_TO },
      zone: 'UTC',
      intervalMs: 10 * MINUTE_MS,
    });
    for (const run of nightlyRuns(10 * MINUTE_MS)) map.add(run);
    await expect(readable(map.draw())).toMatchFileSnapshot('golden/nightly.txt');
  });

  test('every half hour', async () => {
    const range = { from: MONTH_TO - DAY_MS, to: MONTH_TO };
    const map = heatMap(scene.subjectOf(scene.HALF_HOURLY), { range, zone: ZONE, intervalMs: MINUTE_MS });
    for (const run of strikingRuns(range.from)) map.add(run);
    await expect(readable(map.draw())).toMatchFileSnapshot('golden/half-hourly.txt');
  });

  test('one bad address', async () => {
    const range = { from: MONTH_TO - 6 * HOUR_MS, to: MONTH_TO };
    const subject = scene.subjectOf({ kind: 'one-bad-address' });
    const map = heatMap(subject, { range, zone: ZONE, intervalMs: 10 * MINUTE_MS });
    for (const run of scene.runsOf(range.from, range.to, 10 * MINUTE_MS, (tickAt) => {
      const isBad = (tickAt / MINUTE_MS / 10) % 3 === 0;
      const addresses = isBad ? ['203.0.113.7', '203.0.113.9'] : ['203.0.113.9'];
      return [scene.probeOf('server-time', tickAt, isBad ? [scene.TIMEOUT, HEALTHY] : [HEALTHY], 40, addresses)];
    })) {
      map.add(run);
    }
    await expect(readable(map.draw())).toMatchFileSnapshot('golden/one-bad-address.txt');
  });
});

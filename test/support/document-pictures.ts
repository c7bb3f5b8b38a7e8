import { HEALTHY } from '../../functions/core/model/outcome.ts';
import { heatMap } from '../../functions/core/picture/heat-map.ts';
import { pictureFrame, pictureStyle } from '../../functions/core/picture/picture-style.ts';
import { nightlyRuns, strikingRuns } from '../core/picture/scene-runs.ts';
import {
  DAY_MS,
  HALF_HOURLY,
  HOUR_MS,
  MINUTE_MS,
  MONTH_FROM,
  MONTH_TO,
  NIGHTLY,
  TIMEOUT,
  probeOf,
  runsOf,
  seeded,
  subjectOf,
} from '../core/picture/scenes.ts';

/** A picture of docs/detection.md as a page, with the size of the window that shows it. */
export interface DocumentPicture {
  readonly name: string;
  readonly html: string;
  readonly width: number;
  readonly height: number;
}

const ZONE = 'Europe/Amsterdam';

/** All of them, the same every time. */
export function documentPictures(): readonly DocumentPicture[] {
  return [
    { name: 'nightly', html: page(nightly()), width: 720, height: 540 },
    { name: 'half-hourly', html: page(halfHourly()), width: 720, height: 420 },
    { name: 'one-bad-address', html: page(oneBadAddress()), width: 720, height: 240 },
    { name: 'look-back', html: page(lookBackDrawing()), width: 720, height: 140 },
  ];
}

function page(content: string): string {
  const style = `body{margin:12px;background:#fff}${pictureStyle('light')}`;
  return `<!doctype html><meta charset="utf-8"><title>picture</title><style>${style}</style>${pictureFrame(content)}`;
}

function nightly(): string {
  const subject = subjectOf(NIGHTLY, {
    title: 'server-time: network, connect-timeout',
    sentence: 'Fails every night at 03:30 Europe/Amsterdam for about 3 min.',
  });
  const range = { from: MONTH_FROM, to: MONTH_TO };
  const map = heatMap(subject, { range, zone: ZONE, intervalMs: 10 * MINUTE_MS });
  for (const run of nightlyRuns(10 * MINUTE_MS)) map.add(run);
  return map.draw();
}

function halfHourly(): string {
  const subject = subjectOf(HALF_HOURLY, {
    title: 'server-time: network, connect-timeout',
    sentence: 'Fails every 30 min for about 2 min.',
  });
  const range = { from: MONTH_TO - DAY_MS, to: MONTH_TO };
  const map = heatMap(subject, { range, zone: ZONE, intervalMs: MINUTE_MS });
  for (const run of strikingRuns(range.from)) map.add(run);
  return map.draw();
}

function oneBadAddress(): string {
  const addresses = ['203.0.113.7', '203.0.113.8', '203.0.113.9'];
  const random = seeded(7);
  const subject = subjectOf(
    { kind: 'one-bad-address' },
    { title: 'server-time: network, connect-timeout', sentence: 'One address of three fails: 203.0.113.7.' },
  );
  const range = { from: MONTH_TO - 12 * HOUR_MS, to: MONTH_TO };
  const map = heatMap(subject, { range, zone: ZONE, intervalMs: 10 * MINUTE_MS });
  for (const run of runsOf(range.from, range.to, 5 * MINUTE_MS, (tickAt) => {
    const first = addresses[Math.floor(random() * addresses.length)] ?? '';
    const isBad = first === addresses[0];
    return [
      probeOf(
        'server-time',
        tickAt,
        isBad ? [TIMEOUT, HEALTHY] : [HEALTHY],
        40,
        isBad ? [first, '203.0.113.9'] : [first],
      ),
    ];
  })) {
    map.add(run);
  }
  return map.draw();
}

/** Where the newest failure looks for others: four of five windows before it hold one. */
function lookBackDrawing(): string {
  const [periodPx, newestPx, halfPx] = [110, 640, 12];
  const strikes = [90, 201, 419, 531, newestPx];
  const windows = [1, 2, 3, 4, 5].map((cycle) => newestPx - cycle * periodPx);
  const isHit = (centre: number) => strikes.some((at) => Math.abs(at - centre) <= halfPx);
  const frames = windows.map((centre, index) => {
    const words = `${index + 1} back: ${isHit(centre) ? 'one' : 'none'}`;
    return `<rect x="${centre - halfPx}" y="34" width="${2 * halfPx}" height="44"/><text class="tick" x="${centre}" y="96">${words}</text>`;
  });
  const marks = strikes.map((at) => `<path class="network" d="M${at - 2.5} 56h5"/>`);
  return [
    '<svg role="img" width="690" height="120">',
    '<line x1="10" x2="680" y1="67.5" y2="67.5"/>',
    ...marks,
    ...frames,
    `<text class="tick" x="${newestPx}" y="24">a failure starts</text><text class="tick" x="${newestPx}" y="96">now</text>`,
    '<text class="row" x="10" y="114">4 of 5 windows hold a start. By chance one window in 30 would: P(Bin(5, 1/30) ≥ 4) = 6 in a million, before correction.</text>',
    '</svg>',
  ].join('');
}

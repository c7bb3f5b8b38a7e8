import { durationText, timeText } from '../../core/messages/time-words.ts';
import { countText } from '../../core/messages/words.ts';
import type { Problem } from '../../core/model/problem.ts';
import { DAY_MS, HOUR_MS, type EpochMs } from '../../core/model/time.ts';
import { htmlDocument } from '../../core/page/html-document.ts';
import { patternsToShow } from '../../core/page/grave-first.ts';
import { statusPage } from '../../core/page/status-page.ts';
import { toldSection } from '../../core/page/told-section.ts';
import { shownText } from '../../core/picture/escape-xml.ts';
import { foldCells } from '../../core/picture/fold-cells.ts';
import { heatMap } from '../../core/picture/heat-map.ts';
import { heatSubjectOf } from '../../core/picture/heat-subject.ts';
import { pictureFrame } from '../../core/picture/picture-style.ts';
import { cellMsFor, type TimeRange } from '../../core/picture/time-range.ts';
import type { Settings } from '../../core/settings-model.ts';
import type { KeptProbes } from './kept-probes.ts';
import { shownNotice, shownProblem, shownSeries } from './names-shown.ts';
import { streamFacts } from './stream-facts.ts';
import type { Replayed } from './replay.ts';
import { localContext } from '../telling/local-context.ts';

/** A record that was replayed, for its page. */
export interface ReplayedRecord {
  /** What it is called: a file, or standard input. */
  readonly name: string;
  readonly replayed: Replayed;
  readonly kept: KeptProbes;
  readonly settings: Settings;
  readonly format: string;
  readonly assumptions: readonly string[];
}

/** Heat maps drawn: nobody scrolls through more. */
const MOST_FIGURES = 12;
/** What a heat map shows: as much as on the dashboard, and a little before the first failure and after the last. */
const HEAT_MS = 35 * DAY_MS;
const MARGIN_MS = 3 * DAY_MS;

/**
 * A record as one page that stands alone, drawn by the renderer of the dashboard's widget as of the record's end; below it every
 * problem with the messages that would have been sent.
 */
export function replayPage(record: ReplayedRecord): string {
  const { name, replayed, kept, settings, format, assumptions } = record;
  const { from, to } = replayed;
  const title = `Replay of ${name}`;
  if (from === null || to === null) return htmlDocument(title, pictureFrame('<p>The record holds no probes.</p>'));
  const now = to + 1;
  const shown = replayed.problems.map(({ problem, notices }) => ({
    problem: shownProblem(problem),
    notices: notices.map(shownNotice),
  }));
  const { timeZone: zone } = settings;
  const range = { from, to: now };
  const patterns = patternsToShow(shown.map(({ problem }) => problem));
  const pictures = draw(record, patterns.slice(0, MOST_FIGURES), range);
  const left = kept.forgotten();
  const page = statusPage(
    {
      ...{ now, cares: new Map(), standing: null, range, faults: [] },
      problems: shown.map(({ problem }) => problem),
      series: pictures.series,
      figures: pictures.figures,
      figuresLeftOut: patterns.length - pictures.figures.length,
      notes: left === 0 ? [] : [`The oldest ${countText(left, 'probe')} were examined, and are not drawn.`],
    },
    { theme: 'auto', settings: { ...settings, targets: [] } },
  );
  const context = localContext(settings, '');
  const facts = [
    `${countText(replayed.probes, 'probe')} of ${countText(replayed.targetIds.length, 'target')}`,
    `${timeText(from, zone)} to ${timeText(to, zone)}, ${durationText(to - from)}`,
    `as of the end of the record; read as ${format}`,
  ];
  const head = `<h1>${shownText(title)}</h1><p>${shownText(facts.join(' · '), 400)}</p>`;
  const rests = assumptions.map((text) => `<li>${shownText(text, 500)}</li>`).join('');
  const restsOn = rests === '' ? '' : `<p class="title">This rests on</p><ul class="plain note">${rests}</ul>`;
  return htmlDocument(
    title,
    `<header>${pictureFrame(`${head}${restsOn}`)}</header><main>${page}${pictureFrame(toldSection(shown, context))}</main>`,
  );
}

/** However seldom a target is probed, a strip shows more than a few moments. */
const FEWEST_CELLS = 24;

function draw({ kept, settings }: ReplayedRecord, patterns: readonly Problem[], range: TimeRange) {
  const { timeZone: zone } = settings;
  const facts = streamFacts(kept);
  const maps = patterns.flatMap((problem) => {
    const subject = heatSubjectOf(problem, range.to, zone);
    if (subject === null) return [];
    const intervals = subject.members.map((member) => facts.spacingOf(member.vantage, member.subject));
    // Where checks are far between, a column of an hour still tells when of day they failed.
    const intervalMs = Math.min(HOUR_MS, Math.max(...intervals));
    const failures = subject.members.flatMap((member) => facts.failedAt(member.vantage, member.subject) ?? []);
    const lastAt = failures.length === 0 ? (problem.resolvedAt ?? range.to) : Math.max(...failures);
    return [heatMap(subject, { range: heatRange(problem, lastAt, range), zone, intervalMs })];
  });
  const cellMs = cellMsFor(range, Math.min(facts.longestMs, (range.to - range.from) / FEWEST_CELLS));
  const strips = { from: Math.floor(range.from / cellMs) * cellMs, to: range.to };
  const fold = foldCells(strips, cellMs);
  for (const run of kept.runs()) {
    fold.add(run);
    for (const map of maps) map.add(run);
  }
  return { series: fold.series().map(shownSeries), figures: maps.map((map) => map.draw()) };
}

/** The newest days of a problem's life, and a little around it. */
function heatRange({ firstFailureAt, resolvedAt }: Problem, lastAt: EpochMs, { from, to }: TimeRange): TimeRange {
  const end = Math.min(to, Math.min(lastAt, resolvedAt ?? lastAt) + MARGIN_MS);
  return { from: Math.max(from, firstFailureAt - MARGIN_MS, end - HEAT_MS), to: end };
}

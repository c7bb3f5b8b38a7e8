import { countText } from '../core/messages/words.ts';
import type { EpochMs } from '../core/model/time.ts';
import { dayText } from './terminal-text.ts';
import {
  changeText,
  outcomeText,
  progressText,
  renderView,
  type Progress,
  type ShownAlert,
  type TargetRow,
  type ViewModel,
} from './view.ts';

/** Where the live view goes. */
export interface Screen {
  /** Shows the state after a run. */
  update(model: ViewModel): void;
}

/** The part of a terminal that is needed. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** Moves home and clears: the view is redrawn in place. */
const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/** Between two signs of life where nothing changes, when the output is no terminal. */
const QUIET_LINE_MS = 60_000;

/** A view for this output: redrawn in place on a terminal, otherwise a line for each change and each alert in full. */
export function openScreen(terminal: Terminal, isColoured: boolean, canMoveCursor: boolean, timeZone: string): Screen {
  const isLive = terminal.isTTY === true && canMoveCursor;
  return isLive ? liveScreen(terminal, isColoured, timeZone) : lineScreen(terminal, timeZone);
}

function liveScreen(terminal: Terminal, isColoured: boolean, timeZone: string): Screen {
  let isFirst = true;
  return {
    update: (model) => {
      // A terminal that does not know its size says 0.
      const columns = atLeastOne(terminal.columns, 100);
      // The cursor stands on a line of its own below the view.
      const rows = atLeastOne(terminal.rows, 50) - 1;
      const text = renderView(model, { columns, rows, isColoured, timeZone });
      const start = isFirst ? `\u001b[2J${HOME}` : HOME;
      isFirst = false;
      terminal.write(`${start}${text.split('\n').join(`${CLEAR_LINE}\n`)}${CLEAR_LINE}\n${CLEAR_BELOW}`);
    },
  };
}

function lineScreen(terminal: Terminal, timeZone: string): Screen {
  const shown = new Map<string, string>();
  let alertCount = 0;
  let lastLineAt: EpochMs | null = null;
  let playedDay = 0;
  let isPlayed = false;
  const line = (text: string, now: EpochMs) => {
    lastLineAt = now;
    terminal.write(`${text}\n`);
  };

  /** Of a story that is played: a line a day and a line an alert; in the end, the newest alert in full. */
  const updateStory = (model: ViewModel, progress: Progress) => {
    const { alerts, faults, now } = model;
    for (const { at, subject } of alerts.slice(alertCount)) line(`    ${dayText(at, timeZone)}  ${subject}`, now);
    alertCount = alerts.length;
    for (const fault of faults) line(`own fault: ${fault}`, now);
    if (progress.isPlaying && progress.day > playedDay)
      line(`${progressText(progress, now, timeZone).slice(0, -6)}: ${progress.today}`, now);
    playedDay = progress.day;
    if (progress.isPlaying) return;
    line(progressText(progress, now, timeZone), now);
    const newest = alerts.at(-1);
    if (newest !== undefined) line(`\nThe newest alert, as it would be sent:${alertText(newest)}`, now);
  };

  return {
    update: (model) => {
      const { progress } = model;
      if (lastLineAt === null) for (const text of model.header) line(text, model.now);
      if (progress !== undefined && !isPlayed) {
        updateStory(model, progress);
        isPlayed = !progress.isPlaying;
        changedTargets(model.targets, shown);
        return;
      }
      for (const target of changedTargets(model.targets, shown))
        line(changeText(target, model.now, timeZone), model.now);
      for (const alert of model.alerts.slice(alertCount)) line(alertText(alert), model.now);
      alertCount = model.alerts.length;
      for (const fault of model.faults) line(`own fault: ${fault}`, model.now);
      if (lastLineAt !== null && model.now - lastLineAt >= QUIET_LINE_MS) {
        const failing = model.targets.filter(({ outcome }) => outcomeText(outcome) !== 'healthy').length;
        const sum = `${countText(model.targets.length, 'target')}, ${failing} not healthy, ${countText(model.openProblems.length, 'open problem')}`;
        line(`${new Date(model.now).toISOString()}  ${sum}`, model.now);
      }
    },
  };
}

function changedTargets(targets: readonly TargetRow[], shown: Map<string, string>): TargetRow[] {
  return targets.filter((target) => {
    const text = outcomeText(target.outcome);
    const isChanged = target.outcome !== null && target.outcome.class !== 'not-probed' && shown.get(target.id) !== text;
    if (isChanged) shown.set(target.id, text);
    return isChanged;
  });
}

function alertText({ subject, body }: ShownAlert): string {
  return [
    '',
    `ALERT  ${subject}`,
    ...body
      .trimEnd()
      .split('\n')
      .map((text) => `  ${text}`),
    '',
  ].join('\n');
}

function atLeastOne(size: number | undefined, otherwise: number): number {
  return size === undefined || size < 1 ? otherwise : size;
}

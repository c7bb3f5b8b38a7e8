import { shownText } from './escape-xml.ts';
import { HEAT_STEPS, type HeatLevel } from './heat-cells.ts';
import type { HeatSubject } from './heat-subject.ts';

/** A drawing, with what is said around it. */
export interface HeatDrawing {
  readonly svg: string;
  /** How to read it. Plain text, not escaped. */
  readonly reading: string;
  /** What occurs in it. */
  readonly levels: ReadonlySet<HeatLevel>;
  readonly hasWindows: boolean;
}

const SENTENCE_LIMIT = 600;

/** A drawing with its title, what it says, how to read it, and what its colours mean. */
export function heatFigure(
  { title, sentence }: HeatSubject,
  { svg, reading, levels, hasWindows }: HeatDrawing,
): string {
  const said = `<p class="title">${shownText(title)}</p><p>${shownText(sentence, SENTENCE_LIMIT)}</p>`;
  const caption = `<figcaption>${said}<p class="note">${shownText(reading, SENTENCE_LIMIT)}</p></figcaption>`;
  return `<figure>${caption}${svg}${legend(levels, hasWindows)}</figure>`;
}

function legend(levels: ReadonlySet<HeatLevel>, hasWindows: boolean): string {
  const percent = HEAT_STEPS.map((ratio) => Math.round(ratio * 100));
  const steps = [`up to ${percent[0]} %`, ...percent.slice(1).map((to, index) => `${percent[index]} to ${to} %`)];
  const words: Readonly<Record<HeatLevel, string>> = {
    none: 'not probed',
    calm: 'works',
    heat1: `${steps[0]} fail`,
    heat2: steps[1] ?? '',
    heat3: steps[2] ?? '',
    heat4: `over ${percent.at(-1)} %`,
    other: 'other failures',
  };
  const shown: readonly HeatLevel[] = ['calm', 'heat1', 'heat2', 'heat3', 'heat4'];
  const rest = (['other', 'none'] as const).filter((level) => levels.has(level));
  const keys = [...shown, ...rest].map((level) => {
    const swatch = level === 'none' ? '<path class="base" d="M0 13.5h14"/>' : `<path class="${level}" d="M0 7h14"/>`;
    return key(swatch, words[level]);
  });
  const windows = hasWindows ? [key('<rect x="1" y="1" width="12" height="12"/>', 'expected')] : [];
  return `<p class="legend">${[...keys, ...windows].join(' ')}</p>`;
}

function key(swatch: string, words: string): string {
  return `<span><svg class="key" aria-hidden="true" width="14" height="14">${swatch}</svg>${shownText(words)}</span>`;
}

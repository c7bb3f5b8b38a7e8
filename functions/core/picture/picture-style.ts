/** `auto` follows the reader's system; a CloudWatch dashboard says which one it has. */
export const THEMES = ['light', 'dark', 'auto'] as const;
export type Theme = (typeof THEMES)[number];

/**
 * Colours by name. Those of classes come from Okabe and Ito's set for every kind of colour vision (Color Universal Design, 2008),
 * shifted for contrast on each background; `heat` steps grow steadily in contrast, so that they keep their order in print.
 */
const PALETTES: Readonly<Record<'light' | 'dark', Readonly<Record<string, string>>>> = {
  light: {
    page: '#ffffff',
    text: '#16191f',
    faint: '#5a6475',
    rule: '#b4bcc8',
    healthy: '#a9dcb8',
    masked: '#e69f00',
    network: '#0072b2',
    server: '#d1350f',
    authorization: '#a8308c',
    content: '#7a6200',
    throttled: '#3aa0d8',
    intercepted: '#16191f',
    own: '#7c8696',
    calm: '#dfeae3',
    heat1: '#f5b76a',
    heat2: '#e57822',
    heat3: '#b8360c',
    heat4: '#5f0a10',
    other: '#aab4c2',
    mark: '#0b5fff',
    median: '#27639c',
    band: '#c3d8ee',
  },
  dark: {
    page: '#161d26',
    text: '#e9ebed',
    faint: '#a3adba',
    rule: '#4a5563',
    healthy: '#2f7d50',
    masked: '#f0b429',
    network: '#56b4e9',
    server: '#ff6a45',
    authorization: '#e58bd0',
    content: '#d9c74a',
    throttled: '#9adcf5',
    intercepted: '#ffffff',
    own: '#8d98a7',
    calm: '#1f3a2c',
    heat1: '#96521c',
    heat2: '#d9751f',
    heat3: '#ffab49',
    heat4: '#fff0b8',
    other: '#5a6675',
    mark: '#7fb2ff',
    median: '#9cc7f5',
    band: '#2b4a6b',
  },
};

const RULES = [
  '.apic{color:var(--p-text);font:12px/1.4 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;container-type:inline-size}',
  '.apic svg{display:block}.apic svg svg{display:inline}',
  '.apic text{fill:var(--p-text);font-size:11px}',
  '.apic .name{font-size:12px;font-weight:600}',
  '.apic .facts{fill:var(--p-faint);text-anchor:end}',
  '.apic .tick{fill:var(--p-faint);text-anchor:middle}.apic .tick.start{text-anchor:start}.apic .tick.end{text-anchor:end}',
  '.apic line{stroke:var(--p-rule)}',
  '.apic .letter{font-size:10px;font-weight:700;text-anchor:middle}',
  '.apic .row{fill:var(--p-faint);font-size:10px}',
  '.apic path{fill:none;stroke-width:22}.apic svg path{shape-rendering:crispEdges}',
  '.apic .healthy{stroke:var(--p-healthy);stroke-width:14}',
  '.apic .masked{stroke:var(--p-masked);stroke-width:7}',
  '.apic .own-network,.apic .own-fault{stroke:var(--p-own);stroke-width:6}',
  ...['network', 'server', 'authorization', 'content', 'throttled', 'intercepted'].map(
    (name) => `.apic .${name}{stroke:var(--p-${name})}`,
  ),
  '.apic .base{stroke:var(--p-rule);stroke-width:1}',
  '.apic .line{stroke:var(--p-faint);stroke-width:1.2;stroke-linecap:round;vector-effect:non-scaling-stroke;shape-rendering:auto}',
  '.apic .median{stroke:var(--p-median);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round;vector-effect:non-scaling-stroke;shape-rendering:auto}',
  '.apic .band{fill:var(--p-band);stroke:none;shape-rendering:auto}.apic .scale{text-anchor:start;font-size:10px;paint-order:stroke;stroke:var(--p-page);stroke-width:3px;stroke-linejoin:round}.apic .timeline .title{font-size:12px;margin:6px 0 2px}',
  '.apic .calm{stroke:var(--p-calm)}.apic .other{stroke:var(--p-other)}',
  ...[1, 2, 3, 4].map((level) => `.apic .heat${level}{stroke:var(--p-heat${level})}`),
  '.apic .heat path{stroke-width:.88}',
  '.apic rect{fill:none;stroke:var(--p-mark);stroke-width:1.5;vector-effect:non-scaling-stroke}',
  '.apic rect.next{stroke-dasharray:3 2}.apic rect.hover{stroke:none;pointer-events:all}',
  '.apic rect.strike{fill:var(--p-mark);stroke:none}',
  '.apic .mark{fill:var(--p-mark);text-anchor:middle}',
  '.apic .strip{margin-bottom:6px}.apic .key{display:inline-block;vertical-align:-2px;margin-right:4px}',
  '.apic .key path{stroke-width:14}.apic .key .masked{stroke-width:7}.apic .key .median{stroke-width:2}.apic .key .healthy{stroke-width:10}.apic .key .base{stroke-width:1}.apic .key .own-network,.apic .key .own-fault{stroke-width:6}',
  '.apic .legend span{display:inline-block;margin-right:12px}.apic .legend,.apic .note{margin:4px 0 8px;color:var(--p-faint)}.apic .legend b{color:var(--p-text)}',
  '.apic figure{margin:0 0 20px}.apic figcaption p{margin:0 0 4px}.apic .title{font-size:13px;font-weight:600}',
  '@container (max-width:640px){.apic .minor{display:none}.apic rect{stroke-width:1}}',
].join('');

/** The style sheet of all pictures in a frame. It touches nothing outside of frames. */
export function pictureStyle(theme: Theme): string {
  const main = theme === 'dark' ? 'dark' : 'light';
  const dark = theme === 'auto' ? `@media (prefers-color-scheme:dark){${variables('dark')}}` : '';
  return `${variables(main)}${dark}${RULES}`;
}

function variables(palette: 'light' | 'dark'): string {
  const colours = Object.entries(PALETTES[palette]).map(([name, colour]) => `--p-${name}:${colour}`);
  return `.apic{${colours.join(';')}}`;
}

/** Pictures in their frame: the style sheet applies within it alone. */
export function pictureFrame(pictures: string): string {
  return `<div class="apic">${pictures}</div>`;
}

import { pageStyle } from './page-style.ts';
import { shownText } from '../picture/escape-xml.ts';
import type { PageTone } from './page-state.ts';

/** A whole page. The parts are HTML; `title` and `watched` are plain text, not escaped. */
export interface DeskDocument {
  readonly title: string;
  readonly tone: PageTone;
  readonly watched: string;
  readonly links: string;
  readonly part: string;
}

/** Seconds after which a browser without script asks again. */
const RELOAD_S = 30;

const NAME = 'APIv2 Health Monitor';

/** Around the frame of the pictures, whose colours it uses too. */
const RULES = [
  ':root{color-scheme:light dark;--page:#fff;--page-rule:#d5dae2;--page-link:#0b57d0;--page-faint:#5a6475}',
  '@media (prefers-color-scheme:dark){:root{--page:#161d26;--page-rule:#3a4554;--page-link:#8ab8ff;--page-faint:#a3adba}}',
  '*{box-sizing:border-box}',
  'body{margin:0 auto;padding:0 16px 32px;max-width:1240px;background:var(--page);overflow-wrap:anywhere}',
  '.skip{position:absolute;left:-9999px}.skip:focus{position:static;display:inline-block;margin:8px 0;font:14px system-ui,sans-serif}',
  'a{color:var(--page-link)}:focus-visible{outline:3px solid var(--page-link);outline-offset:2px;border-radius:2px}main:focus{outline:none}',
  'header .apic{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 16px;padding:16px 0 12px;border-bottom:1px solid var(--page-rule);margin-bottom:16px}',
  '.apic h1{font-size:20px;line-height:1.2;margin:0}header .apic p{margin:0;color:var(--p-faint);font-size:13px;flex:1 1 260px}',
  '.apic nav ul{display:flex;flex-wrap:wrap;gap:4px;margin:0}.apic nav a{display:inline-block;padding:5px 10px;border:1px solid var(--page-rule);border-radius:4px;text-decoration:none;font-size:13px;color:var(--page-link)}',
  '.apic nav a:hover{border-color:var(--page-link)}.apic nav a[aria-current]{background:var(--p-text);border-color:var(--p-text);color:var(--page);font-weight:600}',
  '#live{font-size:13px}#live h2{font-size:16px;margin:28px 0 10px}#live h2 span{font-size:13px}#now h2{margin-top:0}#live a{color:var(--page-link)}',
  '#now h2,.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}',
  '#live .problems .what{font-size:14px}#live .latency{margin-bottom:8px}',
  '#live .expected{margin:8px 0 0;padding:0;list-style:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,460px),1fr));gap:6px 24px}',
  '#live details{border:1px solid var(--page-rule);border-left:6px solid var(--p-own);border-radius:2px;margin:0 0 6px}',
  '#live details.critical{border-left-color:var(--p-server)}#live details.warning{border-left-color:var(--p-masked)}#live details.over{border-left-color:var(--p-healthy)}',
  '#live summary{cursor:pointer;padding:7px 10px;font-size:13px}#live summary .subject{font-weight:600}#live summary time{color:var(--p-faint);font-variant-numeric:tabular-nums}',
  '#live summary .fate{color:var(--p-faint);margin-left:8px}#live details[open] summary{border-bottom:1px solid var(--page-rule)}',
  '#live pre{margin:0;padding:10px 12px;font:12px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}',
  '#stale{position:sticky;bottom:8px;margin:16px 0 0;padding:10px 14px;background:#b3261e;color:#fff;font:600 14px/1.4 system-ui,sans-serif;border-radius:4px}#stale[hidden]{display:none}',
  '@media print{header nav,.skip{display:none}}',
].join('');

/** The style sheet of a desk's page, which is to stand in its head as it is: its hash is part of the page's policy. */
export function deskStyle(): string {
  return `${pageStyle('auto')}${RULES}`;
}

/** A desk's page, complete: head, what changes, and the script that keeps it current. It needs nothing but what stands beside it. */
export function deskDocument({ title, tone, watched, links, part }: DeskDocument): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${shownText(title)} · ${NAME}</title>`,
    `<link rel="icon" type="image/svg+xml" href="/icon-${tone}.svg">`,
    `<style>${deskStyle()}</style>`,
    `<noscript><meta http-equiv="refresh" content="${RELOAD_S}"></noscript>`,
    '<script src="/page.js" defer></script></head>',
    '<body><a class="skip" href="#main">Skip to the content</a>',
    `<header><div class="apic"><h1>${NAME}</h1><p>${shownText(watched, 300)}</p>${links}</div></header>`,
    `<main id="main" tabindex="-1">${part}</main>`,
    '<p id="announcement" class="unseen" role="status"></p>',
    '<p id="stale" role="alert" hidden></p></body></html>',
  ].join('\n');
}

/** The picture of a state beside the page's name: a disc for what is well, other shapes for what is not. */
export function stateIcon(tone: PageTone): string {
  const shape = {
    ok: '<circle cx="8" cy="8" r="7" fill="#1f8a4c"/>',
    warn: '<path d="M8 1L15.5 15L.5 15Z" fill="#e69f00"/>',
    bad: '<path d="M1 1h14v14h-14z" fill="#d1350f"/>',
  }[tone];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${shape}</svg>`;
}

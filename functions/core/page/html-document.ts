import { shownText } from '../picture/escape-xml.ts';

/**
 * A page that stands alone, in a browser of its own: around the pages and pictures that a dashboard shows as they are. Nothing is
 * fetched and no script runs, which its policy enforces (CSP Level 3); it follows the reader's theme.
 *
 * @param title plain text, not escaped
 * @param content HTML, with the styles it needs
 */
export function htmlDocument(title: string, content: string): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${shownText(title, 200)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    `<body>${content}</body>`,
    '</html>',
    '',
  ].join('\n');
}

/** Backgrounds are those of CloudWatch's themes, for which the palettes of the pictures are made. */
const STYLE = [
  ':root{color-scheme:light dark}',
  'body{margin:0 auto;padding:16px 20px 40px;max-width:1240px;background:#fff;color:#16191f}',
  '@media (prefers-color-scheme:dark){body{background:#161d26;color:#e9ebed}}',
].join('');

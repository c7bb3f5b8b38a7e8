/** An element as it was read. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const TAG = /^<(\/?)([a-zA-Z][\w-]*)((?:\s+[a-zA-Z][\w:-]*="[^"<]*")*)\s*(\/?)>/;
const ATTRIBUTE = /([a-zA-Z][\w:-]*)="([^"]*)"/g;
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|#39);)/;
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * Reads a fragment as strictly as XML demands: balanced tags, quoted attributes, none twice, no bare ampersand, no character that
 * XML forbids. Stricter than a browser, so that what passes here is the same everywhere.
 *
 * @throws Error with the place of the first fault.
 */
export function parseXml(text: string): readonly XmlElement[] {
  const fault = NOT_XML.exec(text) ?? BARE_AMPERSAND.exec(text);
  if (fault !== null) throw new Error(`character not allowed: ${placeOf(text, fault.index)}`);
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('<', at);
    const words = text.slice(at, end === -1 ? text.length : end);
    if (words.includes('>')) throw new Error(`bare ">": ${placeOf(text, at)}`);
    const inner = open.at(-1) ?? root;
    inner.text += words;
    if (end === -1) break;
    at = end + readTag(text, end, open);
  }
  if (open.length !== 1) throw new Error(`not closed: ${open.map(({ name }) => name).join(' > ')}`);
  return root.children;
}

/** Reads one tag; returns its length. */
function readTag(text: string, at: number, open: XmlElement[]): number {
  const found = TAG.exec(text.slice(at, at + 60_000));
  if (found === null) throw new Error(`no tag: ${placeOf(text, at)}`);
  const [all, slash, name = '', attributes = '', selfClosed] = found;
  if (slash === '/') {
    const closed = open.pop();
    if (closed?.name !== name) throw new Error(`</${name}> closes <${closed?.name ?? ''}>: ${placeOf(text, at)}`);
    return all.length;
  }
  const element: XmlElement = { name, attributes: readAttributes(attributes, at), children: [], text: '' };
  open.at(-1)?.children.push(element);
  if (selfClosed !== '/') open.push(element);
  return all.length;
}

function readAttributes(text: string, at: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) {
    if (found.has(name)) throw new Error(`attribute ${name} twice at ${at}`);
    found.set(name, value);
  }
  return found;
}

function placeOf(text: string, at: number): string {
  return JSON.stringify(text.slice(Math.max(0, at - 40), at + 40));
}

/** All elements, at every depth. */
export function allElements(elements: readonly XmlElement[]): readonly XmlElement[] {
  return elements.flatMap((element) => [element, ...allElements(element.children)]);
}

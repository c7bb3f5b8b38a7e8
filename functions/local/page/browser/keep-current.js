// Keeps the page current: asks for what changes, and puts it in place of what is shown without moving anything that has stayed the
// same, so that focus, scrolling, selected text and opened alerts stay as they are. Served as it is.

const PAUSE_MS = 5_000;
/** A monitor that is being restarted is back by then. */
const PATIENCE_MS = 20_000;

let shown = '';
let answeredAt = Date.now();
let isAsking = false;

/** @returns {Promise<void>} */
async function refresh() {
  if (isAsking || document.visibilityState === 'hidden') return;
  isAsking = true;
  try {
    const answer = await fetch(`/part${location.search}`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const html = await answer.text();
    answeredAt = Date.now();
    sayStale('');
    if (html !== shown) show(html);
    shown = html;
  } catch {
    if (Date.now() - answeredAt > PATIENCE_MS) {
      const since = new Date(answeredAt).toTimeString().slice(0, 5);
      sayStale(
        `Not current: the monitor has not answered since ${since}. If it was stopped, start it again; this page goes on by itself.`,
      );
    }
  } finally {
    isAsking = false;
  }
}

/** @param {string} html */
function show(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const [old, next] = [document.getElementById('live'), template.content.getElementById('live')];
  if (old === null || next === null) return;
  const hasNews = old.dataset.state !== next.dataset.state;
  become(old, next);
  if (!hasNews) return;
  const { state = '', tone = 'ok' } = next.dataset;
  const announcement = document.getElementById('announcement');
  if (announcement !== null) announcement.textContent = state;
  document.title = `${state} · ${document.title.split(' · ').at(-1) ?? ''}`;
  document.querySelector('link[rel=icon]')?.setAttribute('href', `/icon-${tone}.svg`);
}

/** @param {string} text */
function sayStale(text) {
  const stale = document.getElementById('stale');
  if (stale === null || stale.textContent === text) return;
  stale.hidden = text === '';
  stale.textContent = text;
}

/**
 * Makes an element the same as another one of its kind, changing as little as can be. What has an id stays itself.
 *
 * @param {Element} old
 * @param {Element} next
 */
function become(old, next) {
  if (old.isEqualNode(next)) return;
  for (const { name } of [...old.attributes]) {
    // Whether an alert is open is the reader's choice.
    if (!next.hasAttribute(name) && !(old.nodeName === 'DETAILS' && name === 'open')) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const ids = new Set([...next.children].map(({ id }) => id).filter((id) => id !== ''));
  let place = old.firstChild;
  for (const child of [...next.childNodes]) {
    while (isGone(place, ids)) place = removed(place);
    if (place !== null && isSame(place, child)) {
      if (place instanceof Element && child instanceof Element) become(place, child);
      else if (place.nodeValue !== child.nodeValue) place.nodeValue = child.nodeValue;
      place = place.nextSibling;
      continue;
    }
    const known = child instanceof Element && child.id !== '' ? childOf(old, child.id) : null;
    if (known !== null) become(known, child instanceof Element ? child : known);
    old.insertBefore(known ?? child, place);
  }
  while (place !== null) place = removed(place);
}

/**
 * @param {Element} parent
 * @param {string} id
 */
function childOf(parent, id) {
  return [...parent.children].find((child) => child.id === id) ?? null;
}

/**
 * @param {Node | null} node
 * @param {Set<string>} ids
 * @returns {node is Element}
 */
function isGone(node, ids) {
  return node instanceof Element && node.id !== '' && !ids.has(node.id);
}

/**
 * @param {Node} one
 * @param {Node} other
 */
function isSame(one, other) {
  const idOf = (/** @type {Node} */ node) => (node instanceof Element ? node.id : '');
  return one.nodeName === other.nodeName && idOf(one) === idOf(other);
}

/** @param {ChildNode} node */
function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

setInterval(() => void refresh(), PAUSE_MS);
document.addEventListener('visibilitychange', () => void refresh());

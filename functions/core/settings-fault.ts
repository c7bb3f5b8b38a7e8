/** One thing wrong with a config. */
export interface Fault {
  /** Where, e.g. `accounts.main.origin`. */
  readonly path: string;
  /** The value found, as text; secrets are not repeated. */
  readonly found: string;
  /** What is wrong and what is allowed. */
  readonly problem: string;
}

/** A fault at a path; the value is not shown where a key names a secret or it looks like one. */
export function fault(path: readonly string[], found: unknown, problem: string): Fault {
  const place = withoutSecrets(path.join('.'));
  // Whatever stands below it: with a heartbeat's URL anybody can pretend that the monitor runs.
  const key = path[0] === 'heartbeatUrl' ? 'heartbeatUrl' : (path.at(-1) ?? '');
  return { path: place, problem, found: foundText(hideSecret(key, found)) };
}

const NOT_SHOWN = '(not shown)';

/** What gives itself away as a secret, wherever it was pasted. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // A user name and password in a URL.
  [/\/\/[^\s"]*@/g, `//${NOT_SHOWN}@`],
  // An incoming webhook of Slack (api.slack.com/messaging/webhooks): its URL, or the part of it that is secret.
  [/(?:https?:\/\/)?hooks\.slack[^\s"]*/gi, NOT_SHOWN],
  [/\bT[0-9A-Z]+\/B[0-9A-Z]+\/[^\s"]*/gi, NOT_SHOWN],
  // Slack's tokens (api.slack.com/concepts/token-types).
  [/\bx(?:ox[a-z]|app)[.-][\w.-]+/gi, NOT_SHOWN],
  // A JSON web token.
  [/\beyJ[\w-]+\.[\w.-]+/g, NOT_SHOWN],
  // A bearer token of APIv2, and what looks as random.
  [/(?<![0-9A-Za-z])[0-9A-Za-z]{32}(?![0-9A-Za-z])/g, NOT_SHOWN],
  [/(?<![0-9A-Za-z])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[0-9A-Za-z]{20,}/g, NOT_SHOWN],
];

function withoutSecrets(text: string): string {
  return SECRETS.reduce((shown, [pattern, instead]) => shown.replace(pattern, instead), text);
}

function hideSecret(key: string, value: unknown): unknown {
  return /token|secret|password|authorization|webhook|heartbeat/i.test(key) && value !== undefined ? NOT_SHOWN : value;
}

function foundText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === NOT_SHOWN) return NOT_SHOWN;
  const text = withoutSecrets(jsonText(value));
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/** A config is code: it may hold what JSON cannot. */
function jsonText(value: unknown): string {
  try {
    const text: unknown = JSON.stringify(value, (key, member: unknown) =>
      typeof member === 'bigint' ? `${member}n` : hideSecret(key, member),
    );
    return typeof text === 'string' ? text : `a ${typeof value}`;
  } catch {
    return 'something that cannot be shown';
  }
}

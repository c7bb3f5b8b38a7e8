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
  return { path: path.join('.'), problem, found: foundText(hideSecret(path.at(-1) ?? '', found)) };
}

const NOT_SHOWN = '(not shown)';

function hideSecret(key: string, value: unknown): unknown {
  return /token|secret|password|authorization/i.test(key) && value !== undefined ? NOT_SHOWN : value;
}

function foundText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === NOT_SHOWN) return NOT_SHOWN;
  const text = jsonText(value)
    // A user name and password in a URL.
    .replace(/\/\/[^\s"]*@/g, `//${NOT_SHOWN}@`)
    // A bearer token, pasted into the wrong place.
    .replace(/\b[0-9A-Za-z]{32}\b/g, NOT_SHOWN);
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

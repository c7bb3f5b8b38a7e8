/** Longest name of a target, a vantage or an address, in characters. */
export const NAME_LIMIT = 200;
/** What a name may be, for people. */
export const NAME_RULE = `must be text of 1 to ${NAME_LIMIT} characters`;

/** Whether a value can be a name. */
export function isName(value: unknown): value is string {
  if (typeof value !== 'string' || value === '') return false;
  return value.length <= NAME_LIMIT || (value.length <= 2 * NAME_LIMIT && Array.from(value).length <= NAME_LIMIT);
}

/**
 * Names of a record are free text, while the streams of detection are named `<vantage>/<target>` and have names of their own
 * with `@`: what would be mistaken is written as in a URL.
 */
export function vantageId(name: string): string {
  return name.replace(/[%/]/g, encodeURIComponent);
}

/** See `vantageId`. */
export function targetId(name: string): string {
  return name.replace(/^@|%/g, encodeURIComponent);
}

/** The name in the record, from a target's or a vantage's id. */
export function nameInRecord(id: string): string {
  return id.replace(/%(25|2F|40)/g, decodeURIComponent);
}

/** Reads the names of one column: the id for each, or `null` for what is no name. Each name is kept in memory once. */
export function nameReader(idOf: (name: string) => string): (value: unknown) => string | null {
  const ids = new Map<unknown, string>();
  return (value) => {
    const known = ids.get(value);
    if (known !== undefined) return known;
    if (!isName(value)) return null;
    const id = idOf(value);
    ids.set(value, id);
    return id;
  };
}

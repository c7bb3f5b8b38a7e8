/** An object that somebody else wrote: nothing is known of what it holds. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; none when it is no list. */
export function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A text that says something, or `null`. */
export function wording(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** One entry of an error envelope's `data`. */
export interface EnvelopeEntry {
  readonly message: string | null;
  readonly propertyName: string | null;
  /** Position in a request that was a list; the docs do not show it, the OpenAPI document does. */
  readonly listIndex: number | null;
}

/**
 * An answer that APIv2 wrote: a JSON object whose `status` and `type` are strings (OpenAPI: `4XXErrorResponse` and the
 * success responses share these). Both are in lower case here, since the docs mix "error" and "Error".
 */
export interface Envelope {
  readonly status: string;
  readonly type: string;
  readonly hasData: boolean;
  /** The entries of `data` that are objects; a lone object counts as a list of one. */
  readonly entries: readonly EnvelopeEntry[];
}

/** Reads a body as an envelope, or returns `null` when it is none. Key order and letter case of values do not matter. */
export function parseEnvelope(body: string): Envelope | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const { status, type, data } = value;
  if (typeof status !== 'string' || typeof type !== 'string') return null;
  return {
    status: status.toLowerCase(),
    type: type.toLowerCase(),
    hasData: data !== undefined,
    entries: (Array.isArray(data) ? data : [data]).filter(isRecord).map(parseEntry),
  };
}

function parseEntry(entry: Record<string, unknown>): EnvelopeEntry {
  const { message, propertyName, listIndex } = entry;
  return {
    message: typeof message === 'string' ? message : null,
    propertyName: typeof propertyName === 'string' ? propertyName : null,
    listIndex: typeof listIndex === 'number' ? listIndex : null,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

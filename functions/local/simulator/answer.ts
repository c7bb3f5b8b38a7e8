/** What goes back over HTTP; the server adds `Date` and `Content-Length`. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One entry of an error envelope's `data` (OpenAPI: `4XXErrorSchema`). */
export interface ErrorItem {
  readonly message: string;
  readonly propertyName?: string;
  /** Position in a request that was a list. */
  readonly listIndex?: number;
}

/** A request that was turned down, and with which status. */
export interface Rejection {
  readonly status: number;
  readonly error: ErrorItem;
}

/** Tells a rejection from the thing that was asked for. */
export function isRejection(value: object): value is Rejection {
  return 'error' in value;
}

/** A success envelope around one thing. */
export function itemAnswer(type: string, data: object): Answer {
  return jsonAnswer(200, { status: 'success', type, data });
}

/** A success envelope around a page of a list; `moreAfter` is the cursor of the next page, or `null` on the last. */
export function listAnswer(type: string, data: readonly object[], moreAfter: string | null): Answer {
  return jsonAnswer(200, { status: 'success', type, data, moreAfter });
}

/** An error envelope, with the keys in the order of the API's "Common errors" page. */
export function errorAnswer(
  status: number,
  errors: readonly ErrorItem[],
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return jsonAnswer(status, { data: errors, moreAfter: null, status: 'error', type: 'Error' }, headers);
}

function jsonAnswer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

import type { ErrorItem } from './answer.ts';

/** What a `status` fault says. */
export type StatusBody =
  | { readonly kind: 'envelope'; readonly errors: readonly ErrorItem[] }
  | { readonly kind: 'raw'; readonly contentType: string; readonly text: string };

/** One way to misbehave. */
export type Fault =
  /** An answer with this status. `retryAfter` is the header's value: seconds or an HTTP date. */
  | { readonly kind: 'status'; readonly status: number; readonly body: StatusBody; readonly retryAfter?: string }
  /** RST. `mid-body`: after the head and half of the healthy body. */
  | { readonly kind: 'reset'; readonly when: 'on-connect' | 'after-request' | 'mid-body' }
  /** Nothing listens on the port; connections that were open end. */
  | { readonly kind: 'refused' }
  /** The connection stays open and nothing is ever sent. `connect`: no HTTP server looks at it at all. */
  | { readonly kind: 'silence'; readonly after: 'connect' | 'request' }
  /** The healthy answer, late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Announces the healthy body, sends half of it, then FIN. */
  | { readonly kind: 'truncated' }
  /** FIN instead of an answer. */
  | { readonly kind: 'closed-without-answer' }
  /** 200 with a captive portal's page. */
  | { readonly kind: 'foreign-html' }
  /** 200 without a body. */
  | { readonly kind: 'empty' }
  /** 302 to a login page. */
  | { readonly kind: 'redirect' }
  /** Bytes that are not HTTP, then FIN. */
  | { readonly kind: 'garbage' };

/** When a fault strikes: `fromMs <= t < toMs`, counted from the start of the script (or of its present loop). */
export interface FaultWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** Paths below the base path, with everything under them; without it, all requests. */
  readonly paths?: readonly string[];
  /** Addresses of the simulator at which it strikes; without it, all of them. */
  readonly addresses?: readonly string[];
  /** Within the window, strike only for the first `durationMs` of each `periodMs`. */
  readonly every?: { readonly periodMs: number; readonly durationMs: number };
  readonly fault: Fault;
}

/** A timeline of faults. Plain data: it survives JSON. Windows may overlap; the first that matches wins. */
export interface FaultScript {
  /** After this time the script starts again; `null`: it is played once, and all is well afterwards. */
  readonly loopMs: number | null;
  readonly windows: readonly FaultWindow[];
}

/** All is well. */
export const NO_FAULTS: FaultScript = { loopMs: null, windows: [] };

/**
 * The fault that strikes a request for `path` that came in at `address` at `elapsedMs` after the start, or `null`. While a
 * connection has not told its path yet, and for requests outside the base path, `path` is `null`: only windows without
 * `paths` match.
 */
export function faultAt(script: FaultScript, elapsedMs: number, path: string | null, address: string): Fault | null {
  const atMs = script.loopMs === null ? elapsedMs : elapsedMs % script.loopMs;
  const window = script.windows.find(
    (candidate) =>
      isActive(candidate, atMs) && concerns(candidate, path) && (candidate.addresses?.includes(address) ?? true),
  );
  return window?.fault ?? null;
}

/** Whether a fault strikes before the server can know which path is asked for. */
export function strikesBeforeRequest(fault: Fault): boolean {
  if (fault.kind === 'reset') return fault.when === 'on-connect';
  if (fault.kind === 'silence') return fault.after === 'connect';
  return fault.kind === 'refused';
}

function isActive({ fromMs, toMs, every }: FaultWindow, atMs: number): boolean {
  if (atMs < fromMs || atMs >= toMs) return false;
  return every === undefined || (atMs - fromMs) % every.periodMs < every.durationMs;
}

function concerns({ paths }: FaultWindow, path: string | null): boolean {
  if (paths === undefined) return true;
  if (path === null) return false;
  return paths.some((prefix) => path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`));
}

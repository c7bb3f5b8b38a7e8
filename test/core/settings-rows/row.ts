import type { Host } from '../../../functions/core/settings.ts';

/** The smallest config that breaks one rule, and what must be said of it. */
export interface FaultRow {
  readonly name: string;
  readonly config: unknown;
  readonly host?: Host;
  readonly path: string;
  readonly found?: string;
  readonly says: RegExp;
}

import type { PageOptions, StatusFacts } from '../../../functions/core/page/status-facts.ts';
import { statusPage } from '../../../functions/core/page/status-page.ts';
import { HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { TICK_AT } from '../../support/builders.ts';
import { settingsOf } from '../../support/builders-settings.ts';

/** Two hours after the problems of the builders began. */
export const NOW = TICK_AT + 2 * HOUR_MS;

/** A page of a monitor of one vantage that does well and knows of no problem. */
export function facts(overrides: Partial<StatusFacts> = {}): StatusFacts {
  return {
    now: NOW,
    problems: [],
    cares: new Map(),
    standing: {
      vantages: [{ vantage: 'local', newestRun: NOW - MINUTE_MS, examinedTo: NOW - 4 * MINUTE_MS }],
      unsentNotices: 0,
      oldestUnsentAt: null,
      deadNotices: 0,
      subscriptions: { schemaVersion: 1, checkedAt: NOW - 20 * MINUTE_MS, confirmed: 2, troubles: [] },
    },
    range: { from: NOW - HOUR_MS, to: NOW },
    series: [],
    figures: [],
    figuresLeftOut: 0,
    notes: [],
    faults: [],
    ...overrides,
  };
}

/** Light, and told in UTC. */
export function options(runbookUrl = 'README.md'): PageOptions {
  return { theme: 'light', settings: { ...settingsOf({}), runbookUrl } };
}

/** The page of these facts. */
export function page(overrides: Partial<StatusFacts> = {}): string {
  return statusPage(facts(overrides), options());
}

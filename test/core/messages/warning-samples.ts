import type { Notice } from '../../../functions/core/model/problem.ts';
import { DAY_MS } from '../../../functions/core/model/time.ts';
import type { VantageMemory } from '../../../functions/core/model/vantage-memory.ts';
import { decideWarning } from '../../../functions/core/problems/warnings.ts';
import { TICK_AT } from '../../support/builders.ts';
import { certificate, memoryOf, seen, warningsAt } from '../../support/warnings.ts';
import { noticeOf } from './notice-of.ts';

const AT = TICK_AT + 30 * DAY_MS;
const FUTURE = AT + 11 * DAY_MS + 3_600_000;

const MEMORIES: Readonly<Record<string, VantageMemory>> = {
  'token-expiring': memoryOf({}, { main: { expiresAt: FUTURE } }),
  'certificate-expiring': memoryOf({ certificate: certificate(FUTURE, 'Honest CA *R3* <x>') }),
  'issuer-changed': memoryOf({
    certificate: certificate(AT + 90 * DAY_MS, 'Corporate Inspection CA'),
    issuers: { 'Honest CA': seen(TICK_AT), 'Corporate Inspection CA': seen(AT - 60_000) },
  }),
  'addresses-changed': memoryOf({ addresses: { '203.0.113.9': seen(TICK_AT), '203.0.113.77': seen(AT - 60_000) } }),
  'clock-skew': memoryOf({ clockSkew: { since: AT - 60_000, ms: -45_200 } }),
};

function openedNotice(memory: VantageMemory): Notice {
  const [warning = null] = warningsAt(AT, memory);
  const told = decideWarning(null, warning, AT);
  if (told === null) throw new Error('nothing to warn of');
  return told.notice;
}

/** Every message about something that has not failed yet, by the name of its golden file. */
export const WARNINGS: Readonly<Record<string, Notice>> = Object.fromEntries(
  Object.entries(MEMORIES).flatMap(([name, memory]) => {
    const opened = openedNotice(memory);
    const at = AT + 3 * DAY_MS;
    const over = noticeOf('resolved', { ...opened.problem, resolvedAt: at, closedAs: 'resolved' }, at);
    const closed = { ...opened.problem, resolvedAt: at, closedAs: 'no-longer-monitored' } as const;
    return [
      [`warning-${name}-closed`, noticeOf('no-longer-monitored', closed, at)],
      [`warning-${name}-opened`, opened],
      [`warning-${name}-resolved`, over],
    ] as const;
  }),
);

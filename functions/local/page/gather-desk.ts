import { sqliteCare } from '../../adapters/sqlite/care.ts';
import type { SqliteDatabase } from '../../adapters/sqlite/database.ts';
import { sqliteProblems } from '../../adapters/sqlite/problems.ts';
import { sqliteRunHistory } from '../../adapters/sqlite/run-history.ts';
import { sqliteStates } from '../../adapters/sqlite/states.ts';
import { sqliteNotices, type KeptNotice } from '../../adapters/sqlite/told-notices.ts';
import { compose } from '../../core/messages/compose.ts';
import { emailText } from '../../core/messages/email-text.ts';
import type { MessageContext } from '../../core/messages/message-context.ts';
import type { EpochMs } from '../../core/model/time.ts';
import { DAY_MS } from '../../core/model/time.ts';
import type { AlertFate, ListedAlert } from '../../core/page/alert-list.ts';
import type { DeskFacts } from '../../core/page/desk-facts.ts';
import type { PageSpan } from '../../core/page/page-spans.ts';
import type { PageFault } from '../../core/page/status-facts.ts';
import { foldLatency, type LatencyFold } from '../../core/picture/fold-latency.ts';
import type { Log } from '../../core/ports.ts';
import type { Settings } from '../../core/settings-model.ts';
import { localContext } from '../telling/local-context.ts';
import { describeCause, gatherFacts, type StatusPorts } from '../../widget/gather-facts.ts';

/** What a desk's page is about. JSON-safe: it may go to another thread. */
export interface DeskSubject {
  readonly settings: Settings;
  readonly vantages: readonly string[];
  /** What is watched, in a line. */
  readonly watched: string;
  /** Who is told, in a sentence. */
  readonly told: string;
  /** See `MessageContext.problemsOptions`. */
  readonly problemsOptions: string;
}

/** The alerts that are listed whatever their age, and those of the time shown at most. */
const LEAST_ALERTS = 20;
const MOST_ALERTS = 200;
const RECENT_MS = 7 * DAY_MS;
const REMEDY = 'The monitor goes on; its log, monitor.log beside the history, says more.';

/** A machine of its own has no topic: there is nothing that could be confirmed. */
const nobodySubscribed: StatusPorts['subscribed'] = { load: () => Promise.resolve(null) };

/** Reads everything that a desk's page shows from the history. */
export function deskGatherer(subject: DeskSubject, database: SqliteDatabase, now: () => EpochMs, log: Log) {
  const { settings, vantages, watched, told } = subject;
  const problems = sqliteProblems(database);
  const notices = sqliteNotices(database);
  const ports: StatusPorts = {
    history: sqliteRunHistory({ database, retentionMs: settings.retentionMs }),
    states: sqliteStates(database, 'detect_state'),
    subscribed: nobodySubscribed,
    problems,
    outbox: problems,
    cares: sqliteCare(database),
    clock: { now },
    log,
  };
  const context = localContext(settings, subject.problemsOptions);
  return async (span: PageSpan, ownFaults: readonly PageFault[]): Promise<DeskFacts> => {
    const at = now();
    const range = { from: at - span.ms, to: at };
    let latency: LatencyFold | null = null;
    const facts = await gatherFacts(
      {
        ...{ range, vantages, now: at, settings, remedy: REMEDY, recentMs: Math.max(RECENT_MS, span.ms) },
        alsoFold: ({ strips, cellMs }) => (latency = foldLatency(strips, cellMs)).add,
      },
      ports,
    );
    const kept = await readNotices(() => notices.newest(range.from, LEAST_ALERTS, MOST_ALERTS), log);
    const alerts = kept?.map((notice) => listed(notice, context)) ?? null;
    return {
      ...facts,
      ...{ span, watched, told, ownFaults, alerts },
      latency: inOrder((latency as LatencyFold | null)?.series() ?? [], facts.series),
      toldProblems: (kept ?? []).flatMap(({ announcement }) =>
        announcement.reason === 'digest' ? [] : [announcement.problem],
      ),
    };
  };
}

async function readNotices(read: () => Promise<readonly KeptNotice[]>, log: Log) {
  try {
    return await read();
  } catch (cause) {
    log.error('page-fault', { what: 'The alerts could not be read.', fault: describeCause(cause) });
    return null;
  }
}

/** As the strips are. */
function inOrder<S extends { readonly target: string; readonly vantage: string }>(
  series: readonly S[],
  order: readonly { readonly target: string; readonly vantage: string }[],
): readonly S[] {
  const placeOf = ({ target, vantage }: S) =>
    order.findIndex((one) => one.target === target && one.vantage === vantage);
  return series.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function listed({ announcement, ...rest }: KeptNotice, context: MessageContext): ListedAlert {
  const { id, at, reason } = announcement;
  const severity = announcement.reason === 'digest' ? null : announcement.problem.severity;
  return { ...emailText(compose(announcement, context)), id, at, reason, severity, fate: fateOf(rest) };
}

function fateOf({ sentAt, buriedAt, refusals }: Omit<KeptNotice, 'announcement'>): AlertFate {
  if (sentAt !== null) return { kind: 'told', at: sentAt };
  return buriedAt === null ? { kind: 'waits', refusals } : { kind: 'dead' };
}

import { EARLY_WARNINGS } from '../model/outcome.ts';
import type { Problem } from '../model/problem.ts';
import { DAY_MS, MINUTE_MS, isoTime, type EpochMs } from '../model/time.ts';
import type { MessageContext } from './message-context.ts';

/** What the AWS console has to show. */
export interface ConsolePlaces {
  /** `null` when it does not run on AWS. */
  readonly region: string | null;
  readonly dashboardName: string | null;
  /** Names of the log groups in which probes are logged. */
  readonly logGroups: readonly string[];
  /** Those of other regions, by region. A query reads one region, so they are for what was not seen from `region`. */
  readonly logGroupsElsewhere: ReadonlyMap<string, string>;
}

/** Logs Insights charges by what it reads: of a longer problem, the newest days are shown. */
const LONGEST_MS = 7 * DAY_MS;
const MARGIN_MS = 5 * MINUTE_MS;
/** With more targets the query asks for all of them. */
const TARGETS_ASKED = 20;
/** What mail programs and chats take for one address. */
const URL_LIMIT = 2_000;

/** Links into the AWS console; `null` where there is nothing to show. */
export function consoleLinks({
  region,
  dashboardName,
  logGroups,
  logGroupsElsewhere,
}: ConsolePlaces): Pick<MessageContext, 'dashboardUrl' | 'logsUrl'> {
  if (region === null) return { dashboardUrl: null, logsUrl: () => null };
  const home = consoleOf(region);
  const loggedAt = ({ scope: { vantages } }: Problem) => {
    const elsewhere = vantages.includes(region) ? undefined : vantages.find((one) => logGroupsElsewhere.has(one));
    const group = logGroupsElsewhere.get(elsewhere ?? '');
    return elsewhere === undefined || group === undefined
      ? { region, groups: logGroups }
      : { region: elsewhere, groups: [group] };
  };
  return {
    dashboardUrl: dashboardName === null ? null : `${home}#dashboards/dashboard/${encodeURIComponent(dashboardName)}`,
    logsUrl: (problem) => {
      const hasFailed = !EARLY_WARNINGS.some((name) => name in problem.kinds);
      const { region: from, groups } = loggedAt(problem);
      if (groups.length === 0 || !hasFailed) return null;
      const url = `${consoleOf(from)}#logsV2:logs-insights$3FqueryDetail$3D${queryDetail(problem, groups)}`;
      return url.length <= URL_LIMIT ? url : null;
    },
  };
}

function consoleOf(region: string): string {
  return `https://${region}.console.${domainOf(region)}/cloudwatch/home?region=${region}`;
}

/** The consoles of the partitions (AWS docs, "AWS service endpoints"). */
function domainOf(region: string): string {
  if (region.startsWith('cn-')) return 'amazonaws.cn';
  return region.startsWith('us-gov-') ? 'amazonaws-us-gov.com' : 'aws.amazon.com';
}

function queryDetail(problem: Problem, logGroups: readonly string[]): string {
  const { from, to } = timeOf(problem);
  const source = logGroups.map((name) => `~${consoleText(name)}`).join('');
  return (
    `~(end~${consoleText(isoTime(to))}~start~${consoleText(isoTime(from))}~timeType~'ABSOLUTE~tz~'UTC` +
    `~editorString~${consoleText(queryOf(problem))}~source~(${source})~lang~'CWLI)`
  );
}

/** From a little before the first failure to a little after the newest news. */
function timeOf({ firstFailureAt, decidedAt, toldAt, resolvedAt }: Problem): { from: EpochMs; to: EpochMs } {
  const to = Math.max(decidedAt, toldAt, resolvedAt ?? 0) + MARGIN_MS;
  return { from: Math.max(firstFailureAt - MARGIN_MS, to - LONGEST_MS), to };
}

/** Lambda's JSON logs hold what was logged under `message`. */
function queryOf({ scope: { targets } }: Problem): string {
  const asked =
    targets.length <= TARGETS_ASKED && targets.every((target) => /^[a-z0-9-]+$/.test(target)) ? targets : [];
  const which =
    targets.length === 0
      ? 'message.outcome = "inconclusive/own-network"'
      : asked.map((target) => `message.target = "${target}"`).join(' or ');
  return [
    'fields @timestamp, message.vantage, message.target, message.outcome, message.detail',
    `filter message.event = "probe-failed"${which === '' ? '' : ` and (${which})`}`,
    'sort @timestamp asc',
    'limit 1000',
  ].join('\n| ');
}

/**
 * A text as the console writes it in its addresses: `'` before it, letters, digits, `_`, `-` and `.` as they are, all else as
 * `*` and two hexadecimal digits, or `**` and four beyond U+00FF (the JSURL notation, github.com/Sage/jsurl).
 */
function consoleText(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charAt(index));
  const encoded = units.map((unit) => {
    if (/[\w.-]/.test(unit)) return unit;
    const code = unit.charCodeAt(0).toString(16);
    return code.length <= 2 ? `*${code.padStart(2, '0')}` : `**${code.padStart(4, '0')}`;
  });
  return `'${encoded.join('')}`;
}

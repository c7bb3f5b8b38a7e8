import type { EarlyWarning } from '../model/outcome.ts';
import type { Notice, Problem } from '../model/problem.ts';
import { DAY_MS, parseTime, type EpochMs } from '../model/time.ts';
import { named, quoted } from './foreign-text.ts';
import { explainProblem, subjectOf } from './problem-words.ts';
import { durationText, timeText } from './time-words.ts';

const DETAIL_LIMIT = 300;
const ISO_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** What will fail, or may, and why nobody needs to hurry yet. */
export function warningWhat(notice: Notice, warning: EarlyWarning, timeZone: string): string[] {
  const { problem, reason } = notice;
  const words = WORDS[warning];
  const facts: Facts = {
    subject: subjectOf(problem).start,
    about: named(problem.stream.split('/').slice(2).join('/')),
    detail: detailText(problem.detail, timeZone),
    left: leftText(problem.detail, notice.at),
  };
  switch (reason) {
    case 'opened':
    case 'changed':
    case 'reopened':
    case 'reminded':
      return [words.open(facts), ...(saysNothingFailed(problem) ? [] : ['Nothing has failed yet.'])];
    case 'resolved':
      return [words.over(facts)];
    case 'no-longer-monitored':
      return [`${facts.subject}: no longer monitored${facts.detail === '' ? '' : ` (${facts.detail})`}.`];
  }
}

/** The advice may say so itself. */
function saysNothingFailed(problem: Problem): boolean {
  return explainProblem(problem).remedy.includes('Nothing fails yet');
}

interface Facts {
  /** As a sentence begins. */
  readonly subject: string;
  /** The host, or the account. */
  readonly about: string;
  /** What was found, with times as people read them. */
  readonly detail: string;
  /** `in 11 days`: how long it is still good for; empty when that is not known, or over. */
  readonly left: string;
}

const WORDS: Readonly<
  Record<EarlyWarning, { readonly open: (facts: Facts) => string; readonly over: (facts: Facts) => string }>
> = {
  'authorization/token-expiring': {
    open: ({ subject, detail, left }) => `${subject} ${detail}${left === '' ? '' : `, ${left}`}.`,
    over: ({ subject, detail }) => `${subject} has been replaced: the old one ${detail}.`,
  },
  'server/certificate-expiring': {
    open: ({ subject, detail, left }) =>
      `${subject} ends ${left === '' ? 'soon' : left} and has not been renewed: ${detail}.`,
    over: ({ subject, detail }) => `${subject} has been renewed; the old one: ${detail}.`,
  },
  'intercepted/issuer-changed': {
    open: ({ subject, detail }) => `${subject} now comes from another issuer: ${detail}.`,
    over: ({ about, detail }) =>
      `The new issuer of the certificate of ${about} is taken for usual from now on: ${detail}.`,
  },
  'network/addresses-changed': {
    open: ({ subject, detail }) => `${subject} have changed; ${detail}.`,
    over: ({ about, detail }) =>
      `The new addresses of ${about} are taken for usual from now on: ${detail.replace(/^new: /, '')}.`,
  },
  'inconclusive/clock-skew': {
    open: ({ about, detail }) => `The clock of the monitor and that of ${about} differ: ${detail}.`,
    over: ({ about }) => `The clock of the monitor and that of ${about} agree again.`,
  },
};

/** Names of issuers are text from a server; the times are ours. */
function detailText(detail: Problem['detail'], timeZone: string): string {
  if (detail === null) return '';
  const [before, issuers] = splitIssuers(detail);
  const text = before.replace(ISO_TIME, (iso) => timeText(parseTime(iso) ?? 0, timeZone));
  return issuers === '' ? named(text, DETAIL_LIMIT) : `${text}${issuers}`;
}

function splitIssuers(detail: string): [own: string, quotedNames: string] {
  const issued = /^(valid to \S+, issued by )(.*)$/s.exec(detail);
  if (issued !== null) return [issued[1] ?? '', quoted(issued[2] ?? '', DETAIL_LIMIT)];
  const changed = /^was (.*), is (.*)$/s.exec(detail);
  if (changed === null) return [detail, ''];
  return ['was ', `${quoted(changed[1] ?? '', DETAIL_LIMIT)}, is ${quoted(changed[2] ?? '', DETAIL_LIMIT)}`];
}

function leftText(detail: Problem['detail'], at: EpochMs): string {
  const [iso] = detail?.match(ISO_TIME) ?? [];
  const endsAt = iso === undefined ? null : parseTime(iso);
  if (endsAt === null || endsAt <= at) return '';
  const leftMs = endsAt - at;
  const days = Math.floor(leftMs / DAY_MS);
  return `in ${days >= 2 ? `${days} days` : durationText(leftMs)}`;
}

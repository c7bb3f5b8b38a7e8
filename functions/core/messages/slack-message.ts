import { readAlarm, type AlarmState } from './alarm-notice.ts';
import { alarmText } from './alarm-text.ts';
import type { SlackMessage } from './block-kit.ts';
import { isObject, objects, wording, type JsonObject } from './loose-json.ts';
import { NOTICE_LINE_START, SECTION_NAMES, type NoticeText, type TextLink, type TextSection } from './notice-text.ts';
import { capital } from './words.ts';

/** A message of a topic, as far as it matters here. */
export interface TopicMessage {
  /** The same for every delivery of it. */
  readonly id: string;
  readonly subject: string | null;
  readonly message: string;
}

const SEVERITY_EMOJI: ReadonlyMap<string, string> = new Map([
  ['critical', '🚨'],
  ['warning', '⚠️'],
  ['info', 'ℹ️'],
]);
/** What is over, or about no problem, is marked as such and not by its severity. */
const REASON_EMOJI: ReadonlyMap<string, string> = new Map([
  ['resolved', '✅'],
  ['no-longer-monitored', '⏹️'],
  ['digest', '📊'],
]);
const UNKNOWN_EMOJI = '✉️';

const ALARM_MARKS: Readonly<Record<AlarmState, { readonly emoji: string; readonly status: string }>> = {
  ALARM: { emoji: '🔔', status: 'CloudWatch alarm: ringing' },
  OK: { emoji: '✅', status: 'CloudWatch alarm: not ringing' },
  INSUFFICIENT_DATA: { emoji: '❔', status: 'CloudWatch alarm: no data' },
};

/**
 * What a channel is told of a message of the alert topic: a notice of ours in its form for machines, read leniently, or an
 * alarm of CloudWatch. Whatever else was published is told as it is: nothing is dropped.
 *
 * @param timeZone IANA zone for the time of an alarm; a notice holds its times in words
 */
export function slackMessage(topicMessage: TopicMessage, timeZone: string): SlackMessage {
  const json = parseJson(topicMessage.message);
  const notice = readNotice(json, topicMessage);
  if (notice !== null) return notice;
  const alarm = readAlarm(json);
  if (alarm === null) return asItIs(topicMessage);
  return { ...ALARM_MARKS[alarm.state], text: alarmText(alarm, timeZone), id: null };
}

function readNotice(json: unknown, { subject, id }: TopicMessage): SlackMessage | null {
  if (!isObject(json) || json.schemaVersion !== 1 || !isObject(json.text)) return null;
  const sections = objects(json.text.sections).flatMap(readSection);
  if (sections.length === 0) return null;
  const title = wording(json.text.title) ?? subject ?? wording(json.subject) ?? 'Notice';
  const reason = wording(json.reason) ?? '';
  const severity = wording(json.severity) ?? '';
  const isOver = reason === 'resolved' || reason === 'no-longer-monitored';
  return {
    emoji: REASON_EMOJI.get(reason) ?? SEVERITY_EMOJI.get(severity) ?? UNKNOWN_EMOJI,
    status: statusLine(reason, severity, isOver),
    text: { title, sections, links: objects(json.text.links).flatMap(readLink) },
    id: `Notice ${wording(json.id) ?? id}`,
  };
}

function statusLine(reason: string, severity: string, isOver: boolean): string {
  const told = reason === '' ? 'Notice' : capital(reason.replaceAll('-', ' '));
  return severity === '' ? told : `${told}. Severity${isOver ? ' was' : ''}: ${severity}`;
}

function readSection({ name, lines }: JsonObject): TextSection[] {
  const known = SECTION_NAMES.find((one) => one === name);
  if (!Array.isArray(lines)) return [];
  // What a later release has to say under another name is still said.
  const told = lines.flatMap((line) => wording(line) ?? []);
  // Below the message the notice is named anyway.
  return [
    {
      name: known ?? 'what',
      lines: known === 'evidence' ? told.filter((line) => !line.startsWith(NOTICE_LINE_START)) : told,
    },
  ];
}

function readLink({ label, url }: JsonObject): TextLink[] {
  const [shown, address] = [wording(label), wording(url)];
  return address === null ? [] : [{ label: shown ?? 'Link', url: address }];
}

function asItIs({ id, subject, message }: TopicMessage): SlackMessage {
  const text: NoticeText = {
    title: subject ?? 'A message of the alert topic',
    sections: [{ name: 'what', lines: message.split(/\r\n|[\r\n]/) }],
    links: [],
  };
  return { emoji: UNKNOWN_EMOJI, status: 'As it was published', text, id: `Message ${id}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

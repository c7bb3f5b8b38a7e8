import type { Announcement } from '../model/problem.ts';
import type { Care } from '../problems/care.ts';
import { printable } from '../probing/printable.ts';
import { amazonQ } from './amazon-q.ts';
import { compose } from './compose.ts';
import { utf8Bytes } from './cut.ts';
import { emailText } from './email-text.ts';
import { AMPLE, MACHINE_SCHEMA_VERSION, machineForm, machineHead, type MachineLimits } from './machine-form.ts';
import type { MessageContext } from './message-context.ts';
import type { NoticeText } from './notice-text.ts';

/** What one Publish with `MessageStructure: json` carries. */
export interface SnsMessage {
  readonly subject: string;
  /** A text for each protocol; `default` for those that are not named. */
  readonly bodies: Readonly<Record<'default' | 'email' | 'https' | 'lambda' | 'sqs', string>>;
  /** String attributes for filter policies. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * SNS: a message with its attributes is at most 256 KiB (Publish, `Message`). Each of the two forms for machines takes this much
 * of it, as JSON in JSON; mails are below 16 KiB, twice that as JSON, and chats below 80.
 */
const MACHINE_LIMIT_BYTES = 48 * 1024;

/** Tried in turn until the form for machines is small enough; what never is goes out without its facts. */
const SHORTEST: MachineLimits = { items: 5, text: 100 };
const LIMITS: readonly MachineLimits[] = [AMPLE, { items: 20, text: 300 }, SHORTEST];

/** Attribute values are names; SNS refuses an empty one. */
const ATTRIBUTE_LIMIT = 100;

/** An announcement as it is published: once, in the form of every channel, within the limits of SNS whatever it holds. */
export function snsMessage(announcement: Announcement, context: MessageContext, care: Care | null = null): SnsMessage {
  const text = compose(announcement, context, care);
  const { subject, body } = emailText(text);
  const machine = machineText(announcement, text, context.timeZone, care);
  return {
    subject,
    bodies: {
      default: body,
      email: body,
      https: JSON.stringify(amazonQ(announcement, text)),
      lambda: machine,
      sqs: machine,
    },
    attributes: attributesOf(announcement),
  };
}

function machineText(announcement: Announcement, text: NoticeText, timeZone: string, care: Care | null): string {
  for (const limits of LIMITS) {
    const form = JSON.stringify(machineForm(announcement, text, timeZone, care, limits));
    if (utf8Bytes(JSON.stringify(form)) <= MACHINE_LIMIT_BYTES) return form;
  }
  return JSON.stringify(machineHead(announcement, text, SHORTEST));
}

/**
 * `vantage` stands only where a problem has a single one: a filter for one region that must not miss what is seen from several
 * says `{"vantage": ["eu-west-1", {"exists": false}]}`.
 */
function attributesOf(announcement: Announcement): Readonly<Record<string, string>> {
  const common = { reason: announcement.reason, schemaVersion: String(MACHINE_SCHEMA_VERSION) };
  if (announcement.reason === 'digest') return common;
  const { severity, nature, class: failureClass, scope } = announcement.problem;
  const [vantage = ''] = scope.vantages.length === 1 ? scope.vantages : [];
  const name = printable(vantage, ATTRIBUTE_LIMIT);
  return { ...common, severity, nature, class: failureClass, ...(name === '' ? {} : { vantage: name }) };
}

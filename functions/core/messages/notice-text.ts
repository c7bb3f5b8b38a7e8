/** A part of a message, in the order in which people read them. */
export const SECTION_NAMES = [
  'what',
  'concerns',
  'pattern',
  'consistent-with',
  'what-to-do',
  'evidence',
  'how-to-quiet',
  // Of the weekly message.
  'worst-targets',
  'chronic-problems',
  'other-problems',
] as const;
export type SectionName = (typeof SECTION_NAMES)[number];

/** What stands before a section; `null` for what speaks for itself. */
export const SECTION_HEADINGS: Readonly<Record<SectionName, string | null>> = {
  what: null,
  concerns: 'Concerns',
  pattern: 'Pattern',
  'consistent-with': 'Consistent with',
  'what-to-do': 'What to do now',
  evidence: 'Evidence',
  'how-to-quiet': 'To stop reminders',
  'worst-targets': 'Worst targets',
  'chronic-problems': 'Chronic problems',
  'other-problems': 'Other problems',
};

/** How the line of the evidence begins that names the notice. */
export const NOTICE_LINE_START = 'Notice: ';

export interface TextSection {
  readonly name: SectionName;
  /** Plain text, one paragraph or list item each, without line breaks and control characters. */
  readonly lines: readonly string[];
}

export interface TextLink {
  readonly label: string;
  readonly url: string;
}

/**
 * A notice in words, before any channel's markup and limits. Text that came from a server stands in typographic quotes (“…”),
 * which our own words never use, so that a channel can tell the two apart.
 */
export interface NoticeText {
  /** One line that reads well in a list of mails: `PROBLEM server-time: server, bad-gateway`. */
  readonly title: string;
  readonly sections: readonly TextSection[];
  readonly links: readonly TextLink[];
}

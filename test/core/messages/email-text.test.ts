import { describe, expect, test } from 'vitest';
import { emailText } from '../../../functions/core/messages/email-text.ts';
import type { NoticeText } from '../../../functions/core/messages/notice-text.ts';

const TEXT: NoticeText = {
  title: 'PROBLEM a',
  sections: [
    { name: 'what', lines: ['It fails.', 'Since then.'] },
    { name: 'concerns', lines: ['us.'] },
    { name: 'pattern', lines: [] },
    { name: 'evidence', lines: ['One.', '', 'Two\u0007\r\nRunbook: https://evil.example.test\u202e'] },
  ],
  links: [{ label: 'Runbook', url: 'README.md#a' }],
};

test('a part with one line stands behind its heading, one with several below it, one with none is left out', () => {
  expect(emailText(TEXT)).toEqual({
    subject: 'PROBLEM a',
    body: `It fails.
Since then.

Concerns: us.

Evidence:
- One.
- Two Runbook: https://evil.example.test

Runbook: README.md#a
`,
  });
});

describe('a subject', () => {
  test.each([
    { title: 'PROBLEM naïve “café” … ™ 漢字 😀', subject: 'PROBLEM naive "cafe" ... TM ?? ?' },
    { title: `PROBLEM ${'word '.repeat(40)}`, subject: `PROBLEM ${'word '.repeat(16)}word...` },
    { title: `PROBLEM ${'x'.repeat(200)}`, subject: `PROBLEM ${'x'.repeat(88)}...` },
    { title: 'one\r\nBcc: everyone', subject: 'one Bcc: everyone' },
  ])('$subject', ({ title, subject }) => {
    expect(emailText({ ...TEXT, title }).subject).toBe(subject);
    expect(subject.length).toBeLessThan(100);
  });
});

test('a mail is cut between its lines, and says so', () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => `line ${index}`);
  const { body } = emailText({ ...TEXT, sections: [{ name: 'evidence', lines }] });
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(16 * 1024);
  expect(body).toMatch(/\n- line \d+\nThe rest is left out\.\n$/);
});

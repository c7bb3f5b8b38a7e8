import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blockKit,
  withoutBlocks,
  type SlackMessage,
  type SlackPayload,
} from '../../../functions/core/messages/block-kit.ts';
import { SECTION_NAMES } from '../../../functions/core/messages/notice-text.ts';
import { anyText } from '../../support/any-text.ts';

const MESSAGE: SlackMessage = {
  emoji: '🚨',
  status: 'Opened. Severity: critical',
  text: {
    title: 'PROBLEM server-time: server, bad-gateway',
    sections: [
      { name: 'what', lines: ['server-time has been failing since 03:06.', 'A gateway answers “<b>502</b> & more”.'] },
      { name: 'concerns', lines: ['The provider: IXON Cloud.'] },
      { name: 'what-to-do', lines: ['Wait.'] },
    ],
    links: [
      { label: 'Log', url: 'https://console.example/?a=1&b=2' },
      { label: 'Runbook', url: 'README.md#bad-gateway' },
    ],
  },
  id: 'Notice local/server-time@1/opened',
};

const markup = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });

test('a notice: title, severity in words, each part under its heading, links, id', () => {
  expect(blockKit(MESSAGE)).toEqual({
    text: '🚨 PROBLEM server-time: server, bad-gateway',
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: '🚨 PROBLEM server-time: server, bad-gateway' } },
      { type: 'context', elements: [markup('Opened. Severity: critical')] },
      {
        type: 'section',
        text: markup(
          'server-time has been failing since 03:06.\nA gateway answers “&lt;b&gt;502&lt;/b&gt; &amp; more”.',
        ),
      },
      { type: 'section', text: markup('*Concerns*\nThe provider: IXON Cloud.') },
      { type: 'section', text: markup('*What to do now*\nWait.') },
      {
        type: 'section',
        text: markup('<https://console.example/?a=1&amp;b=2|Log>\nRunbook: README.md#bad-gateway'),
      },
      { type: 'context', elements: [markup('Notice local/server-time@1/opened')] },
    ],
    unfurl_links: false,
    unfurl_media: false,
  });
});

test('without blocks it says the same', () => {
  expect(withoutBlocks(MESSAGE)).toEqual({
    text: [
      '🚨 PROBLEM server-time: server, bad-gateway',
      'Opened. Severity: critical',
      'server-time has been failing since 03:06.',
      'A gateway answers “&lt;b&gt;502&lt;/b&gt; &amp; more”.',
      'Concerns: The provider: IXON Cloud.',
      'What to do now: Wait.',
      'Log: https://console.example/?a=1&amp;b=2',
      'Runbook: README.md#bad-gateway',
      'Notice local/server-time@1/opened',
    ].join('\n'),
    unfurl_links: false,
    unfurl_media: false,
  });
});

test('what a server said formats nothing', () => {
  const sections = [{ name: 'evidence' as const, lines: ['Detail: “```*x*_y_~z~”.'] }];
  const payload = blockKit({ ...MESSAGE, text: { ...MESSAGE.text, sections } });
  expect(JSON.stringify(payload.blocks?.[2])).not.toMatch(/[`~_]|\*x/);
});

test('long lists are cut, and say how much is missing', () => {
  const lines = Array.from({ length: 1_000 }, (_, index) => `target ${index}: failing`);
  const text = { ...MESSAGE.text, sections: [{ name: 'evidence' as const, lines }] };
  const section = blockKit({ ...MESSAGE, text }).blocks?.[2];
  const shown = section?.type === 'section' ? section.text.text : '';
  expect(shown).toMatch(/^\*Evidence\*\ntarget 0: failing\n/);
  const more = Number(/\n… and (\d+) more$/.exec(shown)?.[1]);
  expect(shown.split('\n')).toHaveLength(1 + 1_000 - more + 1);
});

test('more parts than Slack allows blocks: links and id are kept', () => {
  const sections = Array.from({ length: 100 }, () => ({ name: 'evidence' as const, lines: ['It fails.'] }));
  const { blocks = [] } = blockKit({ ...MESSAGE, text: { ...MESSAGE.text, sections } });
  expect(blocks).toHaveLength(50);
  expect(JSON.stringify(blocks.slice(-2))).toMatch(/console\.example.+Notice local/);
});

describe('whatever it holds', () => {
  const lines = fc.array(anyText);
  const hostile: fc.Arbitrary<SlackMessage> = fc.record({
    emoji: fc.constant('🚨'),
    status: anyText.map((text) => `Severity: ${text}`),
    text: fc.record({
      title: anyText,
      sections: fc.array(fc.record({ name: fc.constantFrom(...SECTION_NAMES), lines }), { maxLength: 100 }),
      links: fc.array(fc.record({ label: anyText, url: fc.oneof(anyText, fc.webUrl({ withQueryParameters: true })) })),
    }),
    id: fc.option(anyText.map((text) => `Notice ${text}`)),
  });

  /** Every text of a payload with the limit that Slack sets it, as its docs say. */
  function texts({ text, blocks = [] }: SlackPayload): { text: string; limit: number; isMarkup: boolean }[] {
    return [
      { text, limit: 4_000, isMarkup: true },
      ...blocks.flatMap((block) => {
        if (block.type === 'header') return [{ text: block.text.text, limit: 150, isMarkup: false }];
        const parts = block.type === 'section' ? [block.text] : block.elements;
        return parts.map((part) => ({ text: part.text, limit: 3_000, isMarkup: true }));
      }),
    ];
  }

  test('no limit of Slack is exceeded, nothing is empty, no character is halved', () => {
    fc.assert(
      fc.property(hostile, (message) => {
        for (const payload of [blockKit(message), withoutBlocks(message)]) {
          expect(payload.blocks?.length ?? 0).toBeLessThanOrEqual(50);
          for (const { text, limit } of texts(payload)) {
            expect(text.length).toBeGreaterThan(0);
            expect(text.length).toBeLessThanOrEqual(limit);
            expect(text.isWellFormed()).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('markup holds no reserved character but in our own links and in whole entities', () => {
    fc.assert(
      fc.property(hostile, (message) => {
        for (const payload of [blockKit(message), withoutBlocks(message)]) {
          for (const { text, isMarkup } of texts(payload)) {
            if (!isMarkup) continue;
            const bare = text.replace(/<https:\/\/[^<>|\s]+(?:\|[^<>]*)?>/g, '').replace(/&(?:amp|lt|gt);/g, '');
            expect(bare).not.toMatch(/[&<>]/);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AMAZON_Q_LIMITS, type CustomNotification } from '../../../functions/core/messages/amazon-q.ts';
import { snsMessage, type SnsMessage } from '../../../functions/core/messages/sns-message.ts';
import type { NoticeText } from '../../../functions/core/messages/notice-text.ts';
import { UNPRINTABLE } from '../../support/any-text.ts';
import { aNotice, aProblem } from '../../support/builders.ts';
import { CONTEXT } from './context.ts';
import { DIGESTS } from './digest-samples.ts';
import { hostileNotice } from './hostile.ts';

/** What SNS counts: the message and its attributes, with their names and types (Publish, `Message`). */
function bytesOf({ bodies, attributes }: SnsMessage): number {
  const parts = Object.entries(attributes).flatMap(([name, value]) => [name, 'String', value]);
  return Buffer.byteLength([JSON.stringify(bodies), ...parts].join(''));
}

function chatOf({ bodies }: SnsMessage): CustomNotification {
  return JSON.parse(bodies.https) as CustomNotification;
}

function machineOf({ bodies }: SnsMessage): { text: NoticeText; schemaVersion: number; subject: string } {
  return JSON.parse(bodies.sqs) as { text: NoticeText; schemaVersion: number; subject: string };
}

describe('whatever a problem holds', () => {
  test('SNS takes it: its size, its subject, its attributes', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        const message = snsMessage(notice, CONTEXT);
        expect(bytesOf(message)).toBeLessThanOrEqual(256 * 1024);
        expect(message.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
        expect(message.bodies.default).not.toBe('');
        for (const value of Object.values(message.attributes)) expect(value).toMatch(/^\P{Cc}{1,100}$/u);
      }),
    );
  });

  test('a mail is printable lines', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        const { email } = snsMessage(notice, CONTEXT).bodies;
        expect(email).toMatch(/[^\n]\n$/);
        expect(email.replaceAll('\n', '')).not.toMatch(UNPRINTABLE);
      }),
    );
  });

  test('a chat takes it, and finds no markup but ours', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        const { content, metadata } = chatOf(snsMessage(notice, CONTEXT));
        expect(content.title.length).toBeLessThanOrEqual(AMAZON_Q_LIMITS.title);
        expect(content.description.length).toBeLessThanOrEqual(AMAZON_Q_LIMITS.description);
        expect(content.nextSteps.length).toBeLessThanOrEqual(10);
        expect(metadata.relatedResources.length).toBeLessThanOrEqual(10);
        const all = [content.title, content.description, ...content.nextSteps, ...metadata.relatedResources].join('\n');
        // Left are what links to other places than ours would need, and what rings a whole channel.
        const ours = all.replace(
          /<https:\/\/(?:eu-west-1\.console\.aws\.amazon\.com|wiki\.example\.test)\/[^>]*>/g,
          '',
        );
        expect(ours).not.toMatch(/[<>]/);
        expect(ours.replaceAll('\n', '')).not.toMatch(UNPRINTABLE);
        // Where a line was cut off, its quotation is not closed.
        expect(ours.match(/“[^”\n]*/g)?.join('') ?? '').not.toMatch(/[*~`]/);
      }),
    );
  });

  test('a machine reads it, and finds the message in words', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        const { schemaVersion, text } = machineOf(snsMessage(notice, CONTEXT));
        expect(schemaVersion).toBe(1);
        expect(text.sections.flatMap(({ lines }) => lines)).not.toEqual([]);
      }),
    );
  });
});

test('each protocol gets its own text, and what is not named gets that of mails', () => {
  const { bodies, subject } = snsMessage(aNotice(), CONTEXT);
  expect(subject).toBe('PROBLEM server-time: network, connect-refused');
  expect(bodies.default).toBe(bodies.email);
  expect(bodies.lambda).toBe(bodies.sqs);
  expect(JSON.parse(bodies.https)).toMatchObject({ version: '1.0', source: 'custom' });
  expect(JSON.parse(bodies.lambda)).toMatchObject({
    schemaVersion: 1,
    reason: 'opened',
    severity: 'critical',
    subject,
  });
});

describe('attributes to filter on', () => {
  const attributesOf = (vantages: readonly string[]) =>
    snsMessage(aNotice({ problem: aProblem({ scope: { targets: ['a'], vantages, addresses: [] } }) }), CONTEXT)
      .attributes;
  const COMMON = { reason: 'opened', severity: 'critical', nature: 'incident', class: 'network', schemaVersion: '1' };

  test('of a problem', () => {
    expect(attributesOf(['eu-west-1'])).toEqual({ ...COMMON, vantage: 'eu-west-1' });
  });
  test('of one that is seen from several vantages: none of them alone', () => {
    expect(attributesOf(['eu-west-1', 'us-east-1'])).toEqual(COMMON);
  });
  test('of a weekly message', () => {
    const [digest] = Object.values(DIGESTS);
    if (digest === undefined) throw new Error('no sample');
    expect(snsMessage(digest, CONTEXT).attributes).toEqual({ reason: 'digest', schemaVersion: '1' });
  });
});

describe('in a chat, a problem is one thread', () => {
  const threadOf = (id: string, reason: 'opened' | 'resolved' = 'opened') =>
    chatOf(snsMessage(aNotice({ problem: aProblem({ id }), reason }), CONTEXT)).metadata.threadId;

  test('for all of its notices, and for no other problem', () => {
    expect(threadOf('a')).toBe(threadOf('a', 'resolved'));
    expect(threadOf('a')).not.toBe(threadOf('b'));
    // FNV-1a of "a" as published with the draft: a release must not tear threads apart.
    expect(threadOf('a')).toBe('apiv2-af63dc4c8601ec8c');
  });
});

test('a form for machines that is too large loses the length of its lists, not what it is about', () => {
  const targets = Array.from({ length: 400 }, (_, index) => `${'漢'.repeat(90)}-${index}`);
  const problem = aProblem({ scope: { targets, vantages: targets, addresses: targets } });
  const form = JSON.parse(snsMessage(aNotice({ problem }), CONTEXT).bodies.sqs) as {
    problem: { scope: { targets: string[] }; counts: { targets: number } };
  };
  expect(form.problem.counts.targets).toBe(400);
  expect(form.problem.scope.targets.length).toBeGreaterThanOrEqual(5);
});

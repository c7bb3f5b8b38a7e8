import { expect, test } from 'vitest';
import { emailText } from '../../../functions/core/messages/email-text.ts';
import { compose } from '../../../functions/core/messages/compose.ts';
import { readAnnouncement } from '../../../functions/core/problems/read-problem.ts';
import { DIGESTS } from '../messages/digest-samples.ts';
import { CONTEXT } from '../messages/context.ts';

test('a weekly message that an older release left in the outbox is told as it was', () => {
  const { 'digest-as-mail': today } = DIGESTS;
  if (today === undefined) throw new Error('the sample must be there');
  const stored = JSON.parse(JSON.stringify(today)) as { digest: object };
  Reflect.deleteProperty(stored.digest, 'untold');
  const read = readAnnouncement(stored);
  expect(read).toEqual(today);
  expect(emailText(compose(read, CONTEXT))).toEqual(emailText(compose(today, CONTEXT)));
});

import { describe, expect, test } from 'vitest';
import { amazonQ } from '../../../functions/core/messages/amazon-q.ts';
import { compose } from '../../../functions/core/messages/compose.ts';
import { emailText } from '../../../functions/core/messages/email-text.ts';
import { machineForm } from '../../../functions/core/messages/machine-form.ts';
import type { Announcement } from '../../../functions/core/model/problem.ts';
import { CHRONIC } from './chronic-samples.ts';
import { CONTEXT, LOCAL } from './context.ts';
import { DIGESTS } from './digest-samples.ts';
import { INCIDENTS } from './incident-samples.ts';
import { WARNINGS } from './warning-samples.ts';

/** Read aloud before it is accepted: `vitest run -u` writes the files anew. */
const SAMPLES: Readonly<Record<string, Announcement>> = { ...INCIDENTS, ...CHRONIC, ...WARNINGS, ...DIGESTS };

/** Names of samples of which the other forms are kept too. */
const IN_EVERY_FORM = [
  'incident-opened-whole-api',
  'incident-opened-token-expired',
  'incident-resolved-after-repeats',
  'chronic-opened-periodic',
  'warning-certificate-expiring-opened',
  'digest-as-mail',
] as const;

describe('mails', () => {
  test.each(Object.entries(SAMPLES))('%s', async (name, announcement) => {
    const { subject, body } = emailText(compose(announcement, LOCAL));
    await expect(`Subject: ${subject}\n\n${body}`).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

describe('other forms', () => {
  test.each(IN_EVERY_FORM)('%s', async (name) => {
    const announcement = SAMPLES[name];
    if (announcement === undefined) throw new Error(`no sample ${name}`);
    const text = compose(announcement, CONTEXT);
    await expect(json(amazonQ(announcement, text))).toMatchFileSnapshot(`golden/${name}.amazon-q.json`);
    await expect(json(machineForm(announcement, text, CONTEXT.timeZone))).toMatchFileSnapshot(
      `golden/${name}.machine.json`,
    );
  });
});

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

import * as z from 'zod';
import { chosenBy } from './settings-schema-values.ts';

const KEY_RULE =
  'must be true for a key of its own, or the ARN of a KMS key, like arn:aws:kms:eu-central-1:111122223333:key/1234abcd-…; not that of an alias';

/** The ARN of a key; a multi-region key has an id that begins with `mrk-` (KMS Developer Guide, "Multi-Region keys"). */
const KEY_ARN = z
  .string()
  .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, {
    error: KEY_RULE,
  });

/** Which key encrypts what is stored. */
export const CUSTOMER_KEY_SCHEMA = chosenBy((value) =>
  typeof value === 'string' ? KEY_ARN : z.boolean({ error: KEY_RULE }),
).optional();

/** Whether the table and the stacks resist their removal. */
export const DELETION_PROTECTION_SCHEMA = z.boolean({ error: 'must be true or false' }).optional();

/** AWS allows 50 tags a resource, and some are ours (AWS General Reference, "Tagging your AWS resources"). */
const MOST_TAGS = 40;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const TAG_RULE = 'may hold letters, digits, spaces and _ . : / = + - @';
/** Ours, which tell the stacks apart. */
const TAKEN_TAGS = ['application', 'vantage'];

/** Tags of everything that can have some. */
export const TAGS_SCHEMA = z
  .record(
    z.string(),
    z
      .string({ error: 'must be text' })
      .max(256, 'must be at most 256 characters')
      .regex(TAG_TEXT, `a tag's value ${TAG_RULE}`),
    { error: "must be an object of tags, like { team: 'ops' }" },
  )
  .superRefine((tags, context) => {
    const keys = Object.keys(tags);
    if (keys.length > MOST_TAGS) {
      context.addIssue({ code: 'custom', message: `must be at most ${MOST_TAGS} tags`, input: keys.length });
    }
    for (const key of keys) {
      const message = tagKeyFault(key);
      if (message !== null) context.addIssue({ code: 'custom', message, path: [key], input: key });
    }
  })
  .optional();

function tagKeyFault(key: string): string | null {
  if (key === '' || key.length > 128 || !TAG_TEXT.test(key)) return `a tag's name ${TAG_RULE}; 1 to 128 of them`;
  if (/^aws:/i.test(key)) return 'names that begin with aws: belong to AWS';
  return TAKEN_TAGS.includes(key.toLowerCase()) ? 'is a tag of the monitor itself; choose another name' : null;
}

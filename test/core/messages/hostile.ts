import fc from 'fast-check';
import { KINDS, type FailureClass } from '../../../functions/core/model/outcome.ts';
import { PATTERN_KINDS } from '../../../functions/core/model/pattern.ts';
import {
  NOTICE_REASONS,
  type CoveredStream,
  type Notice,
  type Problem,
  type ToldReach,
} from '../../../functions/core/model/problem.ts';
import type { Spell } from '../../../functions/core/model/spell.ts';
import { anyText } from '../../support/any-text.ts';
import { TICK_AT, aNotice, aProblem } from '../../support/builders.ts';
import { every, untimed } from '../chronic/cause-findings.ts';

/** What has broken a chat or a mail before, and what fills one. */
const text = fc.oneof(
  anyText,
  fc.constantFrom('<!channel>', '*bold*', '`code`', '&lt;', '“', '”', '"', '\\', 'https://evil.test/', '漢', '‮'),
  fc.integer({ min: 100, max: 5_000 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 100, max: 5_000 }).map((length) => '"'.repeat(length)),
  fc.integer({ min: 100, max: 500 }).map((length) => '👩‍👩‍👧'.repeat(length)),
);
const names = fc
  .tuple(fc.array(text, { maxLength: 4 }), fc.constantFrom(1, 1, 300))
  .map(([some, times]) => Array.from({ length: times }, () => some).flat());
const known = Object.entries(KINDS).flatMap(([name, kinds]) => kinds.map((kind) => `${name}/${kind}`));
const kinds = fc.oneof(
  fc.dictionary(fc.constantFrom(...known), fc.integer({ min: 1, max: 1_000 }), { minKeys: 1 }),
  fc.dictionary(text, fc.integer({ min: 1, max: 1_000 })),
);
/** Our own words hold no such quotes, however long they are. */
const ownWords = names.map((some) => some.map((one) => one.replace(/[“”]/g, '')));
const hints = ownWords.map((some) =>
  some.map((one) => ({ id: one, consistentWith: `Consistent with ${one}`, test: one, source: one })),
);
const pattern = fc.option(
  fc.tuple(fc.constantFrom(...PATTERN_KINDS), ownWords).map(([kind, timesOfDay]) => {
    const base = kind === 'periodic' || kind === 'clock' ? every(1_800_000) : untimed(kind);
    return { ...base, kind, timesOfDay, aliasesMs: timesOfDay.map((_, index) => 60_000 * (index + 1)) };
  }),
);

/** None, as an older release left it, or some of them in ways and at addresses that no release knows. */
function spellsOf(name: string, index: number): Spell[] {
  return Array.from({ length: index % 4 }, (_, place) => ({
    from: TICK_AT + place * 600_000,
    to: TICK_AT + place * 600_000 + 500_000,
    kinds: { [place === 1 ? name : 'network/other']: 4, 'server/other': place },
    phases: { [name]: 2 },
    addresses: { [name]: 3, '203.0.113.9': 1 },
  }));
}

function coversOf(targets: readonly string[], vantages: readonly string[]): CoveredStream[] {
  return targets.map((subject, index) => ({
    vantage: vantages[index % Math.max(1, vantages.length)] ?? '',
    subject,
    firstFailureTick: TICK_AT + index,
    firstFailureAt: TICK_AT + index * 1_000,
    recoveredAt: index % 3 === 0 ? TICK_AT + 10_000_000 : null,
    pastKinds: {},
    kinds: { [subject]: 1, 'network/other': 2 },
    spells: spellsOf(subject, index),
  }));
}

const told: fc.Arbitrary<ToldReach> = fc.record({
  subject: text,
  breadth: fc.integer({ min: 1, max: 300 }),
  vantages: fc.integer({ min: 1, max: 300 }),
  periodMs: fc.option(fc.integer({ min: 1, max: 10_000_000 })),
  at: fc.option(fc.constantFrom(TICK_AT - 1, TICK_AT + 2_500)),
  shape: fc.option(
    fc.oneof(
      text,
      fc.constantFrom('server', '["network"]', '["server","clock",null,["mon","fri"]]', '["x","periodic",7,{}]'),
    ),
  ),
  classes: fc.constant([]),
});

const problem: fc.Arbitrary<Problem> = fc
  .record({
    id: text,
    stream: text,
    subject: text,
    nature: fc.constantFrom('incident', 'chronic'),
    class: fc.constantFrom(...(Object.keys(KINDS) as FailureClass[])),
    kinds,
    targets: names,
    vantages: names,
    addresses: names,
    detail: fc.option(text),
    diagnosis: fc.option(text),
    origin: fc.option(text),
    seenFrom: fc.option(fc.constantFrom('one-of-several', 'some', 'all', 'only-vantage')),
    occurrences: fc.integer({ min: 1, max: 200 }),
    hints,
    pattern,
    told,
  })
  .map(({ targets, vantages, addresses, ...drawn }) =>
    aProblem({ ...drawn, scope: { targets, vantages, addresses }, covers: coversOf(targets, vantages) }),
  );

/** Any notice of any problem, however large and nasty. */
export const hostileNotice: fc.Arbitrary<Notice> = fc
  .tuple(problem, fc.constantFrom(...NOTICE_REASONS), text)
  .map(([drawn, reason, id]) => aNotice({ problem: drawn, reason, id }));

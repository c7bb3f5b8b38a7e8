import fc from 'fast-check';

type Json = Readonly<Record<string, unknown>>;

/** The members of `data` of an error body. */
export function entriesOf(body: string): readonly Json[] {
  return (JSON.parse(body) as { data: readonly Json[] }).data;
}

/** The body with another `data`. */
export function withEntries(body: string, data: unknown): string {
  return JSON.stringify({ ...(JSON.parse(body) as Json), data });
}

/**
 * Bodies that mean the same: keys in any order, known words in any letter case, unknown properties at both levels,
 * `moreAfter` there or not, indented or not.
 */
export function bodyVariant(body: string): fc.Arbitrary<string> {
  const { data, moreAfter, ...rest } = JSON.parse(body) as Json;
  const entries = fc.tuple(...(data as readonly Json[]).map((entry) => objectVariant(entry)));
  return fc
    .tuple(entries, objectVariant(rest), fc.boolean(), fc.constantFrom(0, 2))
    .chain(([members, words, withMore, indent]) =>
      shuffled({ ...words, data: members, ...(withMore ? { moreAfter } : {}) }).map((value) =>
        JSON.stringify(value, null, indent),
      ),
    );
}

function objectVariant(value: Json): fc.Arbitrary<Json> {
  const words = fc.tuple(
    ...Object.entries(value).map(([key, word]) =>
      fc.mixedCase(fc.constant(String(word))).map((cased) => [key, cased] as const),
    ),
  );
  return fc
    .tuple(
      words,
      fc.dictionary(
        fc.string().map((key) => `x-${key}`),
        fc.jsonValue(),
        { maxKeys: 3 },
      ),
    )
    .chain(([known, unknown]) => shuffled({ ...unknown, ...Object.fromEntries(known) }));
}

function shuffled(value: Json): fc.Arbitrary<Json> {
  const entries = Object.entries(value);
  return fc
    .shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length })
    .map((order) => Object.fromEntries(order));
}

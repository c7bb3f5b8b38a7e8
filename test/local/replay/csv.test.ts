import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitCsv } from '../../../functions/local/replay/csv.ts';

const rows = [
  { name: 'plain fields', text: 'a,b,c', fields: ['a', 'b', 'c'] },
  { name: 'empty fields', text: ',b,,', fields: ['', 'b', '', ''] },
  { name: 'one field', text: 'a', fields: ['a'] },
  { name: 'nothing', text: '', fields: [''] },
  { name: 'spaces belong to the field', text: ' a , b', fields: [' a ', ' b'] },
  { name: 'a comma in quotes', text: '"a,b",c', fields: ['a,b', 'c'] },
  { name: 'a quote in quotes', text: '"say ""hi""",c', fields: ['say "hi"', 'c'] },
  { name: 'a line end in quotes', text: 'a,"b\nc"', fields: ['a', 'b\nc'] },
  { name: 'an empty field in quotes', text: '"",a,""', fields: ['', 'a', ''] },
  { name: 'nothing after a field in quotes', text: '"a",', fields: ['a', ''] },
];
test.for(rows)('a record is split: $name', ({ text, fields }) => {
  expect(splitCsv(text)).toEqual({ state: 'complete', fields });
});

test.for(['a,"b', '"', 'a,"b"",c', '"a""'])('a quote that is still open: %s', (text) => {
  expect(splitCsv(text)).toEqual({ state: 'open' });
});

const faults = [
  { text: 'a,"b"c,d', reason: 'field 2 goes on after its closing quote' },
  { text: 'a,b"c,d', reason: 'field 2 has a quote inside, but none around it' },
  { text: ' "a",b', reason: 'field 1 has a quote inside, but none around it' },
];
test.for(faults)('a faulty record: $text', ({ text, reason }) => {
  expect(splitCsv(text)).toEqual({ state: 'faulty', reason });
});

test('what is written by the rules is read back', () => {
  const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' ', 'é') });
  fc.assert(
    fc.property(fc.array(field, { minLength: 1 }), (fields) => {
      const text = fields.map((one) => `"${one.replaceAll('"', '""')}"`).join(',');
      expect(splitCsv(text)).toEqual({ state: 'complete', fields });
    }),
  );
});

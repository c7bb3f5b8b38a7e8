/** What the text of one record of a CSV file holds, or that it goes on in the next line, or what is wrong with it. */
export type CsvRecord =
  | { readonly state: 'complete'; readonly fields: readonly string[] }
  | { readonly state: 'open' }
  | { readonly state: 'faulty'; readonly reason: string };

/**
 * Splits one record by the rules of RFC 4180: commas between fields; a field in quotes may hold commas, line ends, and quotes
 * written twice; quotes stand around the whole field or not at all.
 */
export function splitCsv(text: string): CsvRecord {
  if (!text.includes('"')) return { state: 'complete', fields: text.split(',') };
  const fields: string[] = [];
  for (let place = 0; ; place += 1) {
    if (text[place] === '"') {
      const end = closingQuote(text, place);
      if (end === -1) return { state: 'open' };
      if (end + 1 < text.length && text[end + 1] !== ',') {
        return faulty(fields, 'goes on after its closing quote');
      }
      fields.push(text.slice(place + 1, end).replaceAll('""', '"'));
      place = end + 1;
    } else {
      const comma = text.indexOf(',', place);
      const field = text.slice(place, comma === -1 ? text.length : comma);
      if (field.includes('"')) return faulty(fields, 'has a quote inside, but none around it');
      fields.push(field);
      place += field.length;
    }
    if (place >= text.length) return { state: 'complete', fields };
  }
}

/** Where the field that is opened at `place` is closed, or -1. */
function closingQuote(text: string, place: number): number {
  let end = text.indexOf('"', place + 1);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end;
}

function faulty(before: readonly string[], what: string): CsvRecord {
  return { state: 'faulty', reason: `field ${before.length + 1} ${what}` };
}

import { describe, expect, test } from 'vitest';
import { recordedTimeReader } from '../../../functions/local/replay/recorded-time.ts';

describe('a time with a zone is read', () => {
  const rows = [
    { name: 'UTC with milliseconds', text: '2026-03-01T00:01:06.870Z', utc: '2026-03-01T00:01:06.870Z' },
    { name: 'no fraction', text: '2026-03-01T00:01:06Z', utc: '2026-03-01T00:01:06.000Z' },
    { name: 'one digit of a fraction', text: '2026-03-01T00:01:06.8Z', utc: '2026-03-01T00:01:06.800Z' },
    { name: 'nanoseconds, cut', text: '2026-03-01T00:01:06.123999999Z', utc: '2026-03-01T00:01:06.123Z' },
    { name: 'an offset east', text: '2026-03-01T00:30:00+01:00', utc: '2026-02-28T23:30:00.000Z' },
    { name: 'an offset of a quarter', text: '2026-03-01T05:45:00.5+05:45', utc: '2026-03-01T00:00:00.500Z' },
    { name: 'an offset west', text: '2026-02-28T20:00:00-04:00', utc: '2026-03-01T00:00:00.000Z' },
    { name: 'a leap day', text: '2028-02-29T23:59:59.999Z', utc: '2028-02-29T23:59:59.999Z' },
    { name: 'the first moment', text: '1970-01-01T00:00:00Z', utc: '1970-01-01T00:00:00.000Z' },
  ];
  test.for(rows)('$name', ({ text, utc }) => {
    const read = recordedTimeReader();
    expect(read(text)).toBe(Date.parse(utc));
    // Again, with the day remembered.
    expect(read(text)).toBe(Date.parse(utc));
  });
});

describe('anything else is refused', () => {
  const rows = [
    '',
    '2026-03-01',
    '2026-03-01T00:01:06',
    '2026-03-01 00:01:06Z',
    '2026-03-01T00:01Z',
    '2026-02-30T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '0026-03-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T00:60:00Z',
    '2026-03-01T00:00:60Z',
    '2026-03-01T00:00:00.Z',
    '2026-03-01T00:00:00.1234567891Z',
    '2026-03-01T00:00:00,5Z',
    '2026-03-01T00:00:00z',
    '2026-03-01T00:00:00Zjunk',
    '2026-03-01T00:00:00+0100',
    '2026-03-01T00:00:00+01:60',
    '2026-03-01T00:00:00+24:00',
    '2026-03-01T00-00-00Z',
    ' 2026-03-01T00:00:00Z',
    'Sun, 01 Mar 2026 00:00:00 GMT',
    '1772323267120',
  ];
  test.for(rows)('"%s"', (text) => {
    const read = recordedTimeReader();
    read('2026-03-01T00:00:00Z');
    expect(read(text)).toBeNull();
  });
});

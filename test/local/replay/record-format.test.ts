import { describe, expect, test } from 'vitest';
import { UnusableRecordError } from '../../../functions/local/replay/formats/import-format.ts';
import { recordFormat } from '../../../functions/local/replay/record-format.ts';
import type { LineFault, RawLine } from '../../../functions/local/replay/recorded-line.ts';

function parse(text: string) {
  const raws: [number, RawLine][] = [];
  const faults: LineFault[] = [];
  const unknown: string[] = [];
  const format = recordFormat({
    raw: (raw, line) => raws.push([line, raw]),
    faulty: (fault) => faults.push(fault),
    unknownColumn: (name) => unknown.push(name),
  });
  text.split('\n').forEach((line, index) => {
    format.line(line, index + 1);
  });
  format.end();
  return { raws, faults, unknown };
}

describe('JSON Lines', () => {
  test('a line is an object; empty lines are passed over', () => {
    const { raws, faults } = parse('\n{"at":"a"}\n\n  \n{"at":"b"}\n');
    expect(raws).toEqual([
      [2, { at: 'a' }],
      [5, { at: 'b' }],
    ]);
    expect(faults).toEqual([]);
  });

  const rows = [
    { text: '{"at":', says: 'is not JSON' },
    { text: '[1]', says: 'must be a JSON object; found [1]' },
    { text: 'null', says: 'must be a JSON object; found null' },
    { text: '\u001b[31m', says: 'is not JSON' },
  ];
  test.for(rows)('refused: $text', ({ text, says }) => {
    const { raws, faults } = parse(`{}\n${text}\n{}`);
    expect(raws.map(([line]) => line)).toEqual([1, 3]);
    expect(faults).toMatchObject([{ line: 2, reason: expect.stringContaining(says) as string }]);
    expect(faults[0]?.reason).not.toContain('\u001b');
  });

  test('a first line that was cut off does not decide the format', () => {
    const { raws, faults } = parse('me","outcome":"healthy"}\n{"at":"a"}');
    expect(raws).toEqual([[2, { at: 'a' }]]);
    expect(faults).toMatchObject([{ line: 1, reason: expect.stringContaining('must be a JSON object') as string }]);
  });

  test('a column that is not known is told once', () => {
    expect(parse('{"at":1,"maskd":true}\n{"maskd":false,"x":1}').unknown).toEqual(['maskd', 'x']);
  });
});

describe('CSV', () => {
  const header = 'at,target,outcome,status,masked,latencyMs,address';

  test('the header decides the columns; an empty field is absent; numbers and truth values are what they look like', () => {
    const { raws } = parse(`${header}\na,"x, ""y""",healthy,200,FALSE,1.5,\nb,z,network,,true,,::1\n`);
    expect(raws).toEqual([
      [2, { at: 'a', target: 'x, "y"', outcome: 'healthy', status: 200, masked: false, latencyMs: 1.5 }],
      [3, { at: 'b', target: 'z', outcome: 'network', masked: true, address: '::1' }],
    ]);
  });

  test('what does not look like its type stays text', () => {
    expect(parse(`${header}\na,b,c,2e2,1,0x5,`).raws[0]?.[1]).toMatchObject({
      status: '2e2',
      masked: '1',
      latencyMs: '0x5',
    });
  });

  test('columns may stand in any order; those not known are told and left out', () => {
    const { raws, unknown } = parse('host, outcome ,target,at\nh,o,t,a');
    expect(raws).toEqual([[2, { outcome: 'o', target: 't', at: 'a' }]]);
    expect(unknown).toEqual(['host']);
  });

  test('a field in quotes may go over lines; the record has the number of its first', () => {
    const { raws, faults } = parse('at,target,outcome\n1,"a\nb",h\n2,c,h');
    expect(raws).toEqual([
      [2, { at: '1', target: 'a\nb', outcome: 'h' }],
      [4, { at: '2', target: 'c', outcome: 'h' }],
    ]);
    expect(faults).toEqual([]);
  });

  test('a quote that is never closed costs its own line alone', () => {
    const others = Array.from({ length: 2_000 }, (_, n) => `${n},c,h`);
    const { raws, faults } = parse(['at,target,outcome', '1,"a,h', ...others].join('\n'));
    expect(faults).toEqual([{ line: 2, reason: 'has a quote that is not closed, or closed too late' }]);
    expect(raws).toHaveLength(2_000);
    expect(raws[0]).toEqual([3, { at: '0', target: 'c', outcome: 'h' }]);
  });

  test('the same at the end of the record', () => {
    const { raws, faults } = parse('at,target,outcome\n1,"a,h\n2,b,h\n3,"c,h');
    expect(faults.map(({ line }) => line)).toEqual([2, 4]);
    expect(raws).toEqual([[3, { at: '2', target: 'b', outcome: 'h' }]]);
  });

  const rows = [
    { text: '1,2', says: 'must have 3 fields like the header; found 2' },
    { text: '1,2,3,4', says: 'found 4' },
    { text: '1,b"c,3', says: 'field 2 has a quote inside' },
  ];
  test.for(rows)('refused: $text', ({ text, says }) => {
    const { raws, faults } = parse(`at,target,outcome\n${text}\n1,2,3`);
    expect(raws).toHaveLength(1);
    expect(faults).toMatchObject([{ line: 2, reason: expect.stringContaining(says) as string }]);
  });

  test('a header that lacks a required column, or has one twice, makes the record unusable', () => {
    expect(() => parse('at,target,result')).toThrow(UnusableRecordError);
    expect(() => parse('at,target,result')).toThrow('the CSV header in line 1 lacks outcome; found at, target, result');
    expect(() => parse('at,at,target,outcome')).toThrow('has at more than once');
  });
});

import { expect, test } from 'vitest';
import { connectionCount } from './openssl.ts';
import { betweenMoments } from './phases.ts';
import { parsePeakMemoryBytes, parseStat } from './process-usage.ts';

test('CPU times are read from /proc/<pid>/stat behind a name with spaces and brackets', () => {
  const text = '7 (a) b (c)) S 1 7 7 0 -1 4194304 900 0 1 0 123 45 6 7 20 0 11 0 4000 1000 200';
  expect(parseStat(text)).toEqual({ ownMs: 1680, endedChildrenMs: 130 });
});

test('text without CPU times is refused', () => {
  expect(() => parseStat('7 (node) S 1')).toThrow('not the text of /proc');
});

test('the peak memory is read from /proc/<pid>/status', () => {
  expect(parsePeakMemoryBytes('Name:\tnode\nVmPeak:\t 999 kB\nVmHWM:\t   2048 kB\n')).toBe(2 * 1024 * 1024);
  expect(() => parsePeakMemoryBytes('Name:\tnode\n')).toThrow('no VmHWM');
});

test('connections are read from what openssl s_time says', () => {
  expect(connectionCount('****\n\n1037 connections in 0.66s; 1571.21 connections/user sec\n')).toBe(1037);
  expect(() => connectionCount('0 connections in 0.00s\n')).toThrow('made no connection');
});

test('curl phases are the differences between its moments, in milliseconds', () => {
  const found = betweenMoments('0.001 0.003 0.006 0.010 0.110 0.115');
  expect(found.map((value) => Math.round(value))).toEqual([1, 2, 3, 4, 100, 5, 115]);
});

test('curl output that is no six times is refused', () => {
  expect(() => betweenMoments('0.001 0.003')).toThrow('expected 6 times');
  expect(() => betweenMoments('a b c d e f')).toThrow('expected 6 times');
});

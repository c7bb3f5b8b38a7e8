import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWarningStream } from '../../../functions/core/problems/warnings.ts';
import { ownNetworkStream, streamName } from '../../../functions/core/problems/streams.ts';
import { nameInRecord, nameReader, targetId, vantageId } from '../../../functions/local/replay/recorded-names.ts';

const name = fc.string({ unit: fc.constantFrom('@', '/', '%', '2', '5', 'F', '4', '0', 'a', 'é'), minLength: 1 });

test('every name comes back, and no two names share a stream', () => {
  fc.assert(
    fc.property(name, name, name, name, (vantage, target, otherVantage, otherTarget) => {
      expect([nameInRecord(vantageId(vantage)), nameInRecord(targetId(target))]).toEqual([vantage, target]);
      const stream = streamName(vantageId(vantage), targetId(target));
      const other = streamName(vantageId(otherVantage), targetId(otherTarget));
      expect(stream === other).toBe(vantage === otherVantage && target === otherTarget);
    }),
  );
});

test('a name with a slash is not taken for two', () => {
  expect(streamName(vantageId('a/b'), targetId('c'))).not.toBe(streamName(vantageId('a'), targetId('b/c')));
});

test('a target is never taken for a stream of the monitor’s own', () => {
  expect(streamName('local', targetId('@own-network'))).not.toBe(ownNetworkStream('local'));
  expect(isWarningStream(streamName('local', targetId('@clock-skew/a')))).toBe(false);
  expect(targetId('https://portal.example/api/server-time')).toBe('https://portal.example/api/server-time');
});

test('what is no name is refused each time', () => {
  const read = nameReader(targetId);
  for (const value of ['', null, 5, '', null]) expect(read(value)).toBeNull();
});

import { expect, test } from 'vitest';
import { readDetectState } from '../../../functions/core/problems/read-detect-state.ts';
import type { DetectState, StreamState } from '../../../functions/core/problems/streams.ts';
import { streamAfter } from '../../support/timeline.ts';

function stateOf(stream: StreamState | undefined): DetectState {
  if (stream === undefined) throw new Error('a stream was expected');
  return { schemaVersion: 1, throughTick: 0, streams: { s: stream } };
}

test('a state of this release is read as it is', () => {
  for (const timeline of ['..', '.xsx', 'xxx.']) {
    expect(readDetectState(stateOf(streamAfter(timeline)))).toEqual(stateOf(streamAfter(timeline)));
  }
});

test('what failed in a row before an older release was replaced is taken to be what failed last', () => {
  const state = stateOf(streamAfter('xxs'));
  const stored = JSON.parse(
    JSON.stringify(state, (key, value: unknown) =>
      key === 'streak' ? { ...(value as object), kinds: undefined } : value,
    ),
  ) as DetectState;
  expect(readDetectState(stored).streams.s?.streak).toEqual({
    ...state.streams.s?.streak,
    kinds: { 'server/internal-error': 3 },
  });
});

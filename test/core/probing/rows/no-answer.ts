import { anObservation } from '../../../support/builders.ts';
import { broken, brokenOff, successBody } from '../../../support/observations.ts';
import type { Row } from './row.ts';

/** No HTTP answer. */
export const WITHOUT_ANSWER: readonly Row[] = [
  {
    name: 'no answer and no error is a bug of ours',
    observation: anObservation({ answer: null }),
    is: 'inconclusive/own-fault',
    detail: 'the attempt ended without an answer and without an error',
  },
  {
    name: 'the run was over',
    observation: broken('processing', 'RUN_ABORTED', { durationMs: 900 }),
    is: 'inconclusive/own-fault',
    detail: 'RUN_ABORTED during processing after 900 ms',
  },
  {
    name: 'the run was over after a silence that counts',
    observation: broken('processing', 'RUN_ABORTED', { durationMs: 40_000 }),
    is: 'network/response-timeout',
    detail: 'RUN_ABORTED during processing after 40000 ms',
  },
  {
    name: 'a known code needs no more words',
    observation: broken('connect', 'ECONNREFUSED', { durationMs: 3.4 }),
    is: 'network/connect-refused',
    detail: 'ECONNREFUSED during connect after 3 ms',
  },
  {
    name: 'an unknown code is kept as it is',
    observation: broken('connect', 'EWHATEVER', { durationMs: 3 }),
    is: 'network/other',
    detail: 'EWHATEVER during connect after 3 ms: as the runtime put it',
  },
  {
    name: 'without a code, the name is kept',
    observation: broken('tls', null, { durationMs: 3 }, { name: 'OddError' }),
    is: 'network/other',
    detail: 'OddError during tls after 3 ms: as the runtime put it',
  },
  {
    name: 'a code that is also the name of an object member',
    observation: broken('connect', 'constructor', { durationMs: 3 }),
    is: 'network/other',
    detail: 'constructor during connect after 3 ms: as the runtime put it',
  },
  {
    name: 'silence, path not tried',
    observation: broken('processing', 'RESPONSE_DEADLINE', { durationMs: 61_000 }),
    is: 'network/response-timeout',
    detail: 'RESPONSE_DEADLINE during processing after 61000 ms',
  },
  {
    name: 'silence, second connection failed',
    observation: broken('processing', 'RESPONSE_DEADLINE', { durationMs: 61_000, pathProven: false }),
    is: 'network/response-timeout',
    detail: 'RESPONSE_DEADLINE during processing after 61000 ms; a second connection failed as well',
  },
  {
    name: 'silence up to the limit over a path that works',
    observation: broken('processing', 'RESPONSE_DEADLINE', { durationMs: 59_999, pathProven: true }),
    is: 'network/response-timeout',
    detail:
      'RESPONSE_DEADLINE during processing after 59999 ms; a second connection was set up meanwhile, so the server may be slow',
  },
  {
    name: 'silence of the limit over a path that works',
    observation: broken('processing', 'RESPONSE_DEADLINE', { durationMs: 60_000, pathProven: true }),
    is: 'server/too-slow',
    detail:
      'RESPONSE_DEADLINE during processing after 60000 ms; a second connection was set up meanwhile, so the path works',
  },
  {
    name: 'a reset is the network’s, whatever the second connection said',
    observation: broken('processing', 'ECONNRESET', { durationMs: 61_000, pathProven: true }),
    is: 'network/connection-reset',
    detail: 'ECONNRESET during processing after 61000 ms',
  },
];

/** Answers that broke off. */
export const BROKEN_OFF: readonly Row[] = [
  {
    name: '200 reset',
    observation: brokenOff(200, 'ECONNRESET'),
    is: 'network/connection-reset',
    detail: 'ECONNRESET after 4 bytes of the body',
  },
  { name: '200 closed', observation: brokenOff(200, 'PEER_CLOSED'), is: 'network/truncated-body' },
  { name: '200 stalled', observation: brokenOff(200, 'BODY_DEADLINE'), is: 'network/body-timeout' },
  { name: '401 closed', observation: brokenOff(401, 'PEER_CLOSED'), is: 'network/truncated-body' },
  {
    name: 'a whole envelope in a body that is not at its end',
    observation: brokenOff(200, 'PEER_CLOSED', successBody()),
    is: 'network/truncated-body',
  },
  {
    name: 'ended by the run',
    observation: brokenOff(200, 'RUN_ABORTED'),
    is: 'inconclusive/own-fault',
    detail: 'RUN_ABORTED after 4 bytes of the body',
  },
];

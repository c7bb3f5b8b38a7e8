import type { LabCase } from './case.ts';
import { CONNECT_CASES, TLS_CASES } from './cases-connections.ts';
import { BROKEN_OFF_CASES, UNANSWERED_CASES } from './cases-cut-off.ts';
import { HEALTHY_CASES } from './cases-healthy.ts';
import { INTERCEPTED_CASES } from './cases-intercepted.ts';
import { NAME_CASES } from './cases-names.ts';
import { REFUSAL_CASES } from './cases-refusals.ts';
import { CONTRACT_CASES, SERVER_CASES, THROTTLED_CASES } from './cases-server.ts';

/** Every case, in the order in which a request passes the places where it can fail. */
export const CASES: readonly LabCase[] = [
  ...NAME_CASES,
  ...CONNECT_CASES,
  ...TLS_CASES,
  ...UNANSWERED_CASES,
  ...BROKEN_OFF_CASES,
  ...REFUSAL_CASES,
  ...SERVER_CASES,
  ...CONTRACT_CASES,
  ...THROTTLED_CASES,
  ...INTERCEPTED_CASES,
  ...HEALTHY_CASES,
];

import { EARLY_WARNINGS } from '../../functions/core/model/outcome.ts';

/** Kinds that no single request can come to in the laboratory, each with the reason. */
export const WITHOUT_CASE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(EARLY_WARNINGS.map((name) => [name, 'an early warning: nothing has failed yet'])),
  'network/host-unreachable': 'a router on the way must report it, and the loopback has none',
  'server/too-slow': 'the provider’s limit of 60 s must pass',
  'inconclusive/own-network': 'the control host must fail too, which only a run knows',
};

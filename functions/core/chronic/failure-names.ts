import { parseFailureName, failureName } from '../model/outcome.ts';
import { PHASES } from '../model/observation.ts';
import type { EvidenceFailure } from './evidence.ts';

const MOST_NAMES = 256;

/** The position of a failure's name, which is added when it is new; of very many different ones the last stands for the rest. */
export function nameOf(names: string[], failure: EvidenceFailure): number {
  const { phase, status, address } = failure;
  const name = [failureName(failure), phase ?? '', status ?? '', address ?? ''].join('|');
  const known = names.indexOf(name);
  if (known >= 0) return known;
  if (names.length >= MOST_NAMES) return names.length - 1;
  return names.push(name) - 1;
}

/** The failure that a position stands for, or `null` for one this release does not know. */
export function failureNamed(names: readonly string[], position: number): EvidenceFailure | null {
  const [name = '', phase = '', status = '', ...address] = (names[position] ?? '').split('|');
  const known = parseFailureName(name);
  if (known === null) return null;
  return {
    ...known,
    phase: PHASES.find((one) => one === phase) ?? null,
    status: status === '' ? null : Number(status),
    address: address.length === 0 || address.join('|') === '' ? null : address.join('|'),
  };
}

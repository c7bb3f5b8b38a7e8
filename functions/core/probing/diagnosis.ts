import type { PathExamination } from '../ports.ts';
import { ABORTED_CODE } from './network-kinds.ts';
import { printable } from './printable.ts';

/** What was found when a target of an origin failed on the network. */
export interface Diagnosis {
  readonly origin: string;
  readonly examination: PathExamination;
  /** Whether the control host could be connected to; `null` when it was not asked. */
  readonly isControlReached: boolean | null;
}

/** Whether the run's time was up before it was finished, so that it proves nothing. */
export function isCutOff({ examination: { nameErrors, addresses } }: Diagnosis): boolean {
  const codes = [nameErrors.a, nameErrors.aaaa, ...addresses.map(({ errorCode }) => errorCode)];
  return codes.includes(ABORTED_CODE);
}

/** The longest text of a diagnosis. */
const TEXT_LIMIT = 600;

/** A diagnosis in words: what it means, then what each address did. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { addresses } = diagnosis.examination;
  const tried = addresses.map(({ address, result, phase, errorCode, durationMs }) =>
    result === 'reached'
      ? `${address} reached in ${Math.round(durationMs)} ms`
      : `${address} failed with ${errorCode ?? 'no code'} during ${phase ?? 'connect'}`,
  );
  return printable([conclusion(diagnosis), ...tried].join('; '), TEXT_LIMIT);
}

function conclusion({ examination, isControlReached }: Diagnosis): string {
  const { nameErrors } = examination;
  const addresses = withoutForeignFamily(examination.addresses);
  const family = addresses.length < examination.addresses.length ? 'IPv4 ' : '';
  const failed = addresses.filter(({ result }) => result === 'failed');
  const control =
    isControlReached === null
      ? ''
      : isControlReached
        ? ', while the independent control host can be reached'
        : ', nor can the independent control host: our own network is down';
  if (addresses.length === 0) {
    return `the name has no address (A: ${nameErrors.a ?? 'none'}, AAAA: ${nameErrors.aaaa ?? 'none'})${control}`;
  }
  if (failed.length === addresses.length) {
    const all =
      addresses.length === 1 ? `its only ${family}address` : `any of its ${addresses.length} ${family}addresses`;
    return `no connection to ${all} can be set up${control}`;
  }
  if (failed.length === 0) {
    const all = addresses.length === 1 ? `its only ${family}address` : `all ${addresses.length} ${family}addresses`;
    return `connections to ${all} can be set up now, so the failure comes and goes or lies behind the handshake`;
  }
  return `${failed.length} of ${addresses.length} ${family}addresses cannot be connected to, the others can`;
}

/** Without the IPv6 addresses, where we have no IPv6 ourselves and IPv4 will do: those tell of us, not of the origin. */
function withoutForeignFamily(addresses: PathExamination['addresses']): PathExamination['addresses'] {
  const ours = addresses.filter(
    ({ address, errorCode }) => !address.includes(':') || !NO_ROUTE_CODES.includes(errorCode ?? ''),
  );
  return ours.length === 0 ? addresses : ours;
}

/** What the system says of an address family that it has no route for (connect(2)). */
const NO_ROUTE_CODES: readonly string[] = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'];

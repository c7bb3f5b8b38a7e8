import { billLine, billOf, count, type Bill } from './bill.ts';
import { TAKES, workloadOf, type BilledSettings } from './workload.ts';

/** Memory of a canary by default, and how long one that makes a single request runs, its library included. */
const CANARY = { gb: 1, seconds: 3 };

/**
 * What CloudWatch Synthetics would cost for the same: one canary for each target and vantage, as often. Only its runs, its
 * function and the requests: its files in S3 (every run stores some), logs and alarms are left out, in its favour.
 */
export function syntheticsBill(settings: BilledSettings, vantages: number): Bill {
  const { probes } = workloadOf(settings, vantages);
  const runs = `${count(probes)} runs`;
  return billOf([
    billLine('canary runs', 'canaryRun', probes, runs),
    billLine(
      'their functions',
      'lambdaX86GbSecond',
      probes * CANARY.seconds * CANARY.gb,
      `${runs} × ${CANARY.seconds} s × ${CANARY.gb} GB`,
    ),
    billLine('their invocations', 'invocation', probes, runs),
    billLine(
      'requests sent',
      'transferOut',
      (probes * TAKES.sentBytesPerProbe) / 1e9,
      `${count(probes)} × ${TAKES.sentBytesPerProbe / 1_000} kB`,
    ),
  ]);
}

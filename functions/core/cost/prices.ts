/** A price step: so many units at this price; the last step has no end. */
interface PriceStep {
  readonly units: number;
  readonly usd: number;
}

/** A list price of us-east-1 in USD, before free tiers and discounts. */
export interface Price {
  /** What one unit is. */
  readonly unit: string;
  readonly steps: readonly PriceStep[];
  /** The page of AWS that sets it. */
  readonly source: string;
  /** Date of the newest copy of that page, or of a comparison of prices that quotes it, in which the price was read. */
  readonly readOn: string;
}

const CLOUDWATCH = { source: 'https://aws.amazon.com/cloudwatch/pricing/', readOn: '2026-06-13' };
const LAMBDA = { source: 'https://aws.amazon.com/lambda/pricing/', readOn: '2026-06-18' };
const DYNAMODB = { source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/', readOn: '2025-05-09' };
const SCHEDULER = { source: 'https://aws.amazon.com/eventbridge/pricing/', readOn: '2026-03-13' };
const KMS = { source: 'https://aws.amazon.com/kms/pricing/', readOn: '2026-03-14' };
const TRANSFER = { source: 'https://aws.amazon.com/ec2/pricing/on-demand/', readOn: '2026-06-10' };

const flat = (usd: number): readonly PriceStep[] => [{ units: Infinity, usd }];

/** Every price that a bill uses. */
export const PRICES = {
  metricSeries: {
    unit: 'custom metric a month',
    steps: [
      { units: 10_000, usd: 0.3 },
      { units: 240_000, usd: 0.1 },
      { units: 750_000, usd: 0.05 },
      { units: Infinity, usd: 0.02 },
    ],
    ...CLOUDWATCH,
  },
  metricCall: { unit: 'PutMetricData call', steps: flat(0.01 / 1_000), ...CLOUDWATCH },
  alarm: { unit: 'alarm metric a month', steps: flat(0.1), ...CLOUDWATCH },
  dashboard: { unit: 'dashboard a month', steps: flat(3), ...CLOUDWATCH },
  logIngest: { unit: 'GB of log', steps: flat(0.5), ...CLOUDWATCH },
  logStorage: { unit: 'GB of log a month', steps: flat(0.03), ...CLOUDWATCH },
  canaryRun: { unit: 'canary run', steps: flat(0.0012), ...CLOUDWATCH },
  lambdaArmGbSecond: { unit: 'GB-second, arm', steps: flat(0.0000133334), ...LAMBDA },
  lambdaX86GbSecond: { unit: 'GB-second, x86', steps: flat(0.0000166667), ...LAMBDA },
  invocation: { unit: 'invocations', steps: flat(0.2 / 1_000_000), ...LAMBDA },
  scheduledTick: { unit: 'scheduled invocations', steps: flat(1 / 1_000_000), ...SCHEDULER },
  tableWrite: { unit: 'KB written', steps: flat(0.625 / 1_000_000), ...DYNAMODB },
  tableRead: { unit: '4 KB read', steps: flat(0.125 / 1_000_000), ...DYNAMODB },
  tableStorage: { unit: 'GB of table a month', steps: flat(0.25), ...DYNAMODB },
  tableRecovery: { unit: 'GB of table a month, point-in-time recovery', steps: flat(0.2), ...DYNAMODB },
  key: { unit: 'key a month, before its yearly rotations', steps: flat(1), ...KMS },
  transferOut: { unit: 'GB to the internet', steps: flat(0.09), ...TRANSFER },
} as const satisfies Record<string, Price>;

/** Names a price. */
export type PriceName = keyof typeof PRICES;

/** What so many units cost in USD: each step is used up before the next begins. */
export function priceOf(name: PriceName, units: number): number {
  const { steps }: Price = PRICES[name];
  let left = units;
  let usd = 0;
  for (const step of steps) {
    const used = Math.min(left, step.units);
    usd += used * step.usd;
    left -= used;
  }
  return usd;
}

import type { Settings } from './settings-model.ts';
import { fault, type Fault } from './settings-fault.ts';

/** The region of a key's ARN. */
export function regionOfKey(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** The ARN of the same key in another region, where a multi-region key has a replica of the same id. */
export function keyIn(region: string, arn: string): string {
  return arn.split(':').with(3, region).join(':');
}

/** What is wrong with a customer key for these vantages: keys belong to one region, unless they are multi-region keys. */
export function customerKeyFaults({ customerKey, vantages }: Pick<Settings, 'customerKey' | 'vantages'>): Fault[] {
  if (typeof customerKey !== 'string') return [];
  const [home] = vantages;
  const region = regionOfKey(customerKey);
  if (home !== undefined && region !== home) {
    return [fault(['customerKey'], customerKey, `must be a key of the home region, which is ${home}`)];
  }
  if (vantages.length > 1 && !customerKey.includes(':key/mrk-')) {
    const rule =
      'is a key of one region, and there are several vantages: name a multi-region key (mrk-…) that has a replica in each, or say true';
    return [fault(['customerKey'], customerKey, rule)];
  }
  return [];
}

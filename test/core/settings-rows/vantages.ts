import type { FaultRow } from './row.ts';

const SHAPE = /must be an AWS region, like eu-central-1/;

/** Rules over the regions to probe from. */
export const VANTAGE_ROWS: readonly FaultRow[] = [
  {
    name: 'a region that is no list',
    config: { vantages: 'eu-central-1' },
    path: 'vantages',
    found: '"eu-central-1"',
    says: /must be a list of AWS regions, the home region first/,
  },
  { name: 'no regions', config: { vantages: [] }, path: 'vantages', says: /no regions: leave it out/ },
  ...['Frankfurt', 'eu-central', 'eu-central-1a', 'EU-CENTRAL-1', 'local', ''].map((region) => ({
    name: `"${region}" as a region`,
    config: { vantages: ['eu-central-1', region] },
    path: 'vantages.1',
    found: JSON.stringify(region),
    says: SHAPE,
  })),
  {
    name: 'a region that is no text',
    config: { vantages: [{ region: 'eu-central-1' }] },
    path: 'vantages.0',
    says: SHAPE,
  },
  {
    name: 'a region twice',
    config: { vantages: ['eu-central-1', 'us-east-1', 'eu-central-1'] },
    path: 'vantages.2',
    found: '"eu-central-1"',
    says: /stands twice; name a region once/,
  },
  {
    name: 'a region of another partition',
    config: { vantages: ['eu-central-1', 'cn-north-1'] },
    path: 'vantages.1',
    found: '"cn-north-1"',
    says: /another partition of AWS than eu-central-1/,
  },
];

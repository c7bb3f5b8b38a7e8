import { NAME_LIMIT } from '../recorded-names.ts';

/** The labels of a series. */
export type Labels = Readonly<Record<string, string>>;

/** The label that names what is probed, the first that there is. */
const NAMING = ['instance', 'target', 'job'] as const;

/** Names for series: what is probed, and those labels that tell it from another series of the same. */
export function seriesNames(all: readonly Labels[]): (labels: Labels) => string {
  const alike = new Map<string, Labels[]>();
  for (const labels of all) {
    const base = baseOf(labels);
    alike.set(base, [...(alike.get(base) ?? []), labels]);
  }
  return (labels) => {
    const base = baseOf(labels);
    const others = alike.get(base) ?? [];
    if (others.length < 2) return base.slice(0, NAME_LIMIT);
    const names = [...new Set(others.flatMap((one) => Object.keys(one)))].filter((name) => name !== '__name__');
    const telling = names.filter((name) => new Set(others.map((one) => one[name] ?? '')).size > 1).toSorted();
    const rest = telling.map((name) => `${name}=${labels[name] ?? ''}`).join(', ');
    return `${base}${rest === '' ? '' : ` (${rest})`}`.slice(0, NAME_LIMIT);
  };
}

function baseOf(labels: Labels): string {
  const name = NAMING.find((one) => (labels[one] ?? '') !== '');
  return name === undefined ? 'series' : (labels[name] ?? 'series');
}

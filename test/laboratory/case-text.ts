import { isDeepStrictEqual } from 'node:util';
import { isLoopback } from '../../functions/core/loopback.ts';
import type { Expected, LabCase, OpenCase } from './case.ts';
import { CASES } from './cases.ts';
import type { Observed } from './observe-case.ts';

/** Whether what was found is what the case expects, in every part. */
export function isAsExpected(lab: LabCase, found: Expected): boolean {
  return isDeepStrictEqual(found, lab.expect);
}

/** What an attempt must come to, on one line. */
export function expectedText({ outcome, error, delivery, reached, status, isCertificateSeen }: Expected): string {
  return [
    outcome,
    ...(error === null ? [] : [`${error[1]} in ${error[0]}`]),
    ...(status === null ? [] : [`status ${status}`]),
    `delivery ${delivery}`,
    `phases ${reached.join(' ')}`,
    ...(isCertificateSeen ? ['certificate seen'] : []),
  ].join(', ');
}

/** Every case on a line of its own. */
export function listText(): string {
  const rows = CASES.map(({ id, expect, title }) => [id, expect.outcome, title] as const);
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  return rows.map(([id, outcome, title]) => `${id.padEnd(width(0))}  ${outcome.padEnd(width(1))}  ${title}`).join('\n');
}

/** How to point any client at the open listeners of a case. */
export function howToReach(lab: LabCase, open: OpenCase, authorityFile: string | null): string {
  const { url, nameServer } = open;
  const { hostname, origin } = new URL(url);
  const curl = ['curl -v', ...(authorityFile === null ? [] : [`--cacert ${authorityFile}`])];
  const trust = authorityFile === null ? '' : `NODE_EXTRA_CA_CERTS=${authorityFile} `;
  const [server = '', port = ''] = nameServer?.split(':') ?? [];
  const byName = [
    `dig @${server} -p ${port} ${hostname}`,
    `${curl.join(' ')} --dns-servers ${nameServer ?? ''} ${url}`,
  ];
  const direct = [
    `${curl.join(' ')} ${url}`,
    ...(isLoopback(hostname) ? [`${trust}npm run -s probe -- --base-url ${origin}`] : []),
  ];
  return [
    `${lab.id}: ${lab.title}`,
    `expected      ${expectedText(lab.expect)}`,
    `URL           ${url}`,
    ...(nameServer === null ? [] : [`name server   ${nameServer} (UDP; curl needs c-ares for --dns-servers)`]),
    ...(authorityFile === null ? [] : [`authority     ${authorityFile}`]),
    ...(nameServer === null ? direct : byName).map((line, index) => (index === 0 ? 'try' : '').padEnd(14) + line),
  ].join('\n');
}

/** What our own prober made of a case. */
export function observedText(lab: LabCase, { observation, outcome, found }: Observed): string {
  const times = found.reached.map((phase) => `${phase} ${(observation.phasesMs[phase] ?? 0).toFixed(1)} ms`);
  const isGood = isAsExpected(lab, found);
  return [
    `${lab.id}: ${lab.title}`,
    `expected      ${expectedText(lab.expect)}`,
    `found         ${isGood ? 'the same' : expectedText(found)}`,
    ...('detail' in outcome && outcome.detail !== null ? [`detail        ${outcome.detail}`] : []),
    `phases        ${times.join(', ')}`,
  ].join('\n');
}

/** Ids that look like the given one, best first. */
export function nearestIds(wanted: string, most = 5): string[] {
  const pairs = (text: string) =>
    new Set(Array.from(text.slice(1), (letter, index) => `${text[index] ?? ''}${letter}`));
  const likeness = (id: string) => {
    const [a, b] = [pairs(wanted.toLowerCase()), pairs(id)];
    return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size);
  };
  const ids = CASES.map(({ id }) => id);
  return ids.toSorted((a, b) => likeness(b) - likeness(a)).slice(0, most);
}

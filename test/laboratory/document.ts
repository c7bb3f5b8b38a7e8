import { format } from 'prettier';
import type { Expected, LabCase } from './case.ts';
import { expectedText, isAsExpected } from './case-text.ts';
import { WITHOUT_CASE } from './without-case.ts';

/** A case and what was found. */
export interface Row {
  readonly lab: LabCase;
  readonly found: Expected;
}

const HEAD = [
  'case',
  'what happens',
  'outcome',
  'error',
  'delivery',
  'phases with a time',
  'certificate',
  'status',
  'as expected',
];

/** The laboratory's table as the page `docs/laboratory.md`. */
export async function laboratoryPage(rows: readonly Row[]): Promise<string> {
  const good = rows.filter(({ lab, found }) => isAsExpected(lab, found)).length;
  const text = [
    '# The fault laboratory',
    'Written by `npm run lab -- table --write`, which opens the listeners of every case on this machine’s loopback, sends one ' +
      'request through the prober of the product and classifies what it observed. Nothing is simulated inside the process ' +
      'under test: the resets, silences, certificates and name servers are real. `npm run lab -- CASE` keeps the listeners ' +
      'of a case open, for any other client.',
    `${good} of ${rows.length} cases came out as expected. The columns show what was found; a phase that is not named has no time.`,
    table(HEAD, rows.map(cells)),
    'Kinds of failure without a case here:',
    table(
      ['kind', 'why'],
      Object.entries(WITHOUT_CASE).map(([name, why]) => [`\`${name}\``, why]),
    ),
    'Times are checked apart from this table (`test/laboratory/phases.test.ts`): 50, 100 and 200 ms are held back in the ' +
      'name server’s reply, the server’s handshake, the head of the answer and its body, one at a time, and are found in that ' +
      'phase to within 2 ms while the others stay small. A connection can only be delayed by the system’s own repetition of ' +
      'a SYN, about a second, which is found as well; a request as short as ours cannot be delayed at all, since the ' +
      'system takes it in at once.',
  ].join('\n\n');
  return format(text, { parser: 'markdown', printWidth: 120 });
}

function cells({ lab, found }: Row): string[] {
  return [
    `\`${lab.id}\``,
    lab.title,
    `\`${found.outcome}\``,
    found.error === null ? '' : `\`${found.error[1]}\` in ${found.error[0]}`,
    found.delivery,
    found.reached.join(', '),
    found.isCertificateSeen ? 'seen' : '',
    found.status === null ? '' : `${found.status}${found.bodyEnd === 'complete' ? '' : `, ${found.bodyEnd ?? ''}`}`,
    isAsExpected(lab, found) ? 'yes' : `**no**: ${expectedText(lab.expect)}`,
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((line) => `| ${line.join(' | ')} |`);
  return lines.join('\n');
}

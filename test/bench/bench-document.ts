import { format } from 'prettier';
import { machine } from './machine.ts';

/** A bench's lines as a document: what was measured, by which command, on what. */
export async function measuredText(title: string, bench: string, lines: readonly string[]): Promise<string> {
  const { cpu, cores, memoryBytes, system, node } = machine();
  const where = [
    `${cpu}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 20)} MiB`,
    system,
    node,
    `${new Date().toISOString().slice(0, 10)}, \`npm run bench -- ${bench}\``,
  ];
  const text = [
    `# ${title}`,
    '',
    'Written by the command below; not by hand.',
    '',
    '```text',
    ...lines,
    '```',
    '',
    ...where.map((line) => `- ${line}`),
    '',
  ];
  return format(text.join('\n'), { parser: 'markdown' });
}

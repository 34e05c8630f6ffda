import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { formatFinding } from '../contract-error.ts';
import { type Coverage, coverageOf } from '../coverage/coverage.ts';
import { type Command, onlyOne, parseOptions, UsageError } from './command.ts';

export const coverage: Command = {
  summary: 'What becomes of each keyword of a document',
  usage:
    () => `covenant coverage DOCUMENT [--json]: what becomes of each keyword of a document: implemented, ignored by specification
(descriptions, examples), refused, or not checked (nothing is made of it), with the places of the last two
ends with 0: nothing is refused; 1: something is; 2: it was called in a way that it does not know`,
  run: async args => {
    const { flags, rest } = parseOptions(args, ['json']);
    const file = resolve(onlyOne(rest, ''));
    if (rest.length === 0 || !existsSync(file)) throw new UsageError('It takes the file of a document');
    const specification = /^\s*["']?asyncapi["']?\s*:/m.test(readFileSync(file, 'utf8')) ? 'asyncapi' : 'openapi';
    const covered = await coverageOf(file, specification);
    const exitCode = covered.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
    return { output: flags.has('json') ? JSON.stringify(covered, null, 2) : table(covered, dirname(file)), exitCode };
  },
};

function table({ keywords, findings }: Coverage, root: string): string {
  const rows = [
    ['object', 'keyword', 'times', 'what becomes of it'],
    ...keywords.map(({ object, keyword, times, status, place = '' }) => [
      object,
      keyword,
      String(times),
      place === '' ? status : `${status}, first at ${place}`,
    ]),
  ];
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  const lines = rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [...lines, ...(findings.length > 0 ? [''] : []), ...findings.map(item => formatFinding(item, root))].join(
    '\n',
  );
}

import { readFileSync, writeFileSync } from 'node:fs';

/** Puts a table between its marks in the results (`<!-- impact -->`); throws where they are not there. */
export function writeResults(file: string, mark: string, table: string): void {
  const start = `<!-- ${mark} -->`;
  const end = `<!-- /${mark} -->`;
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to === -1) throw new Error(`${file} has no ${start} … ${end}`);
  writeFileSync(file, `${text.slice(0, from + start.length)}\n\n${table}\n\n${text.slice(to)}`);
}

/** The lines of a table of the same figures of two systems, with the ratio of the second to the first. */
export function ratioTable(
  [first, second]: readonly [first: string, second: string],
  figures: ReadonlyMap<string, number>,
  others: ReadonlyMap<string, number>,
): string[] {
  const rows = [...figures].map(([name, figure]) => {
    const other = others.get(name) ?? Number.NaN;
    const ratio = figure === 0 ? '' : (other / figure).toFixed(2);
    return `| ${name} | ${figure.toFixed(1)} | ${other.toFixed(1)} | ${ratio} |`;
  });
  return [`| | ${first} | ${second} | ratio |`, '|---|---|---|---|', ...rows];
}

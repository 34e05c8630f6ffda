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

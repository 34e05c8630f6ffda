import { BYTE_ORDER_MARK, csvLine } from '../../../look/csv.ts';
import { PROBLEM_COLUMN } from './columns.ts';
import type { Line } from './file.ts';
import type { RowFault } from './rows.ts';

/**
 * The rows of a file that could not be used, as a file of the same columns with one more, which names what is wrong:
 * corrected, it is imported again. Undefined if no row of the file has an error.
 */
export async function leftOutRows(
  lines: AsyncIterable<Line>,
  faults: readonly RowFault[],
): Promise<string | undefined> {
  const problems = new Map<number, string>();
  for (const { line, column, message, severity } of faults) {
    if (severity === 'note') continue;
    const problem = column === undefined ? message : `${column}: ${message}`;
    problems.set(line, [problems.get(line), problem].filter(Boolean).join('; '));
  }
  let file: string | undefined;
  let header: readonly string[] = [];
  let rows = 0;
  for await (const { cells, line } of lines) {
    if (file === undefined) {
      const names = cells.map(cell => cell.replace(/^\ufeff/, ''));
      header = names.at(-1) === PROBLEM_COLUMN ? names.slice(0, -1) : names; // a file of this kind, sent again
      file = BYTE_ORDER_MARK + csvLine([...header, PROBLEM_COLUMN]);
      continue;
    }
    const problem = problems.get(line);
    if (problem === undefined) continue;
    file += csvLine([...header.map((_, at) => cells[at] ?? ''), problem]);
    rows += 1;
  }
  return rows === 0 ? undefined : file;
}

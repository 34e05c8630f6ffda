import { FileRefused, type Header, readHeader } from './columns.ts';
import type { Line } from './file.ts';
import type { Group } from './plan.ts';
import { type ImportRow, type RowFault, readRow } from './rows.ts';

/** As many rows as are worked on at once: whole products only. */
export interface Chunk {
  groups: Group[];
  faults: RowFault[];
  /** Data rows, the refused ones too. */
  rows: number;
}

const MAX_PRODUCTS = 500;
const MAX_ROWS = 2_000;

interface Given {
  handle: string;
  row: ImportRow;
  faults: RowFault[];
}

/** Puts the rows of one handle together, refusing those that cannot be part of it. */
function groupOf(given: readonly Given[], scattered: boolean): { group: Group; faults: RowFault[] } {
  const faults: RowFault[] = [];
  const rows: ImportRow[] = [];
  const skus = new Set<string>();
  for (const { row, faults: own } of given) {
    if (own.length > 0) faults.push(...own);
    else if (scattered)
      faults.push({ line: row.line, column: 'handle', message: 'stands further up too: the rows of one product must follow one another' });
    else if (row.sku !== undefined && skus.has(row.sku))
      faults.push({ line: row.line, column: 'sku', message: `is used twice: ${row.sku}` });
    else rows.push(row);
    if (row.sku !== undefined) skus.add(row.sku);
  }
  return { group: { handle: given[0]?.handle ?? '', rows, partial: rows.length < given.length }, faults };
}

/**
 * Reads a file in chunks of at most 500 products and about 2,000 rows. The first `skip` rows, which an earlier run has finished, are only
 * looked at. Throws FileRefused where the file has no usable first line.
 */
export async function* readChunks(lines: AsyncIterable<Line>, skip: number): AsyncGenerator<Chunk> {
  let header: Header | undefined;
  let index = 0;
  let chunk: Chunk = { groups: [], faults: [], rows: 0 };
  let current: Given[] = [];
  const seen = new Set<string>();

  function close(): void {
    const [head] = current;
    if (!head) return;
    const { group, faults } = groupOf(current, head.handle !== '' && seen.has(head.handle));
    seen.add(head.handle);
    chunk.faults.push(...faults);
    chunk.rows += current.length;
    if (group.rows.length > 0) chunk.groups.push(group);
    current = [];
  }

  for await (const { cells, line } of lines) {
    if (!header) {
      header = readHeader(cells);
      // Said once, with the first rows.
      if (skip === 0)
        chunk.faults.push(
          ...header.unknown
            .slice(0, 20)
            .map(column => ({ line: 1, column: column.trim(), message: 'is not a known column: it was left out' })),
        );
      continue;
    }
    const { row, faults } = readRow(header, cells, line, index);
    index += 1;
    if (index <= skip) {
      seen.add(row.handle);
      continue;
    }
    if (current.length > 0 && current[0]?.handle !== row.handle) {
      close();
      if (chunk.groups.length >= MAX_PRODUCTS || chunk.rows >= MAX_ROWS) {
        yield chunk;
        chunk = { groups: [], faults: [], rows: 0 };
      }
    }
    current.push({ handle: row.handle, row, faults });
  }
  close();
  if (!header) throw new FileRefused('The file is empty.');
  if (chunk.rows > 0) yield chunk;
}

import { FileRefused, type FileSettings, type Header, readHeader } from './columns.ts';
import type { Line } from './file.ts';
import type { Group } from './plan.ts';
import { type ImportRow, type ReadRow, type RowFault, type RowNote, readRow } from './rows.ts';

/** As many rows as are worked on at once: whole products only. */
export interface Chunk {
  groups: Group[];
  faults: RowFault[];
  /** Data rows, the refused ones too. */
  rows: number;
  /** Of these, rows beyond the most that one product may have, but the first: they are not read. */
  beyond: number;
  /** The file's own names of its columns. */
  labels: Readonly<Record<string, string>>;
}

const MAX_PRODUCTS = 500;
const MAX_ROWS = 2_000;
/** Rows of one product: 200 variants and their pictures, several times over. */
const MAX_GROUP_ROWS = 2_000;

/** How many notes of one kind are listed. */
const MAX_NOTES = 5;

/**
 * Puts the rows of one handle together, refusing those that cannot be part of it. `owners` has the product of each sku
 * so far.
 */
function groupRows(
  given: readonly ReadRow[],
  scattered: boolean,
  owners: Map<string, string>,
): { group: Group; faults: RowFault[] } {
  const faults: RowFault[] = [];
  const rows: ImportRow[] = [];
  const skus = new Set<string>();
  const handle = given[0]?.row.handle ?? '';
  for (const { row, faults: own } of given) {
    const { line, distinctSku } = row;
    const isTaken = row.sku !== undefined && (skus.has(row.sku) || (owners.get(row.sku) ?? handle) !== handle);
    if (isTaken && distinctSku !== undefined) row.sku = distinctSku;
    const { sku } = row;
    const owner = sku === undefined ? handle : (owners.get(sku) ?? handle);
    if (own.length > 0) faults.push(...own);
    else if (scattered)
      faults.push({
        line,
        column: 'handle',
        message: 'stands further up too: the rows of one product must follow one another',
      });
    else if (sku !== undefined && skus.has(sku)) faults.push({ line, column: 'sku', message: `is used twice: ${sku}` });
    else if (sku !== undefined && owner !== handle)
      faults.push({ line, column: 'sku', message: `${sku} belongs to ${owner} further up` });
    else rows.push(row);
    if (sku === undefined) continue;
    skus.add(sku);
    owners.set(sku, owner);
  }
  return { group: { handle, rows, partial: rows.length < given.length }, faults };
}

/** The columns that are not read, in one note; files of Shopify have many. */
function unknownColumns({ format, unknown }: Header): RowFault[] {
  if (unknown.length === 0) return [];
  if (format === 'covenant')
    return unknown
      .slice(0, 20)
      .map(column => ({ line: 1, column, message: 'is not a known column: it was left out', severity: 'note' }));
  const shown = unknown.slice(0, 12).join(', ');
  const more = unknown.length > 12 ? ` and ${unknown.length - 12} more` : '';
  return [
    { line: 1, message: `These columns have no place here and were left out: ${shown}${more}`, severity: 'note' },
  ];
}

/**
 * Reads a file in chunks of at most 500 products and about 2,000 rows. The first `skip` rows, which an earlier run has
 * finished, are only looked at. Throws FileRefused where the file has no usable first line.
 */
export async function* readChunks(
  lines: AsyncIterable<Line>,
  skip: number,
  settings: FileSettings = {},
): AsyncGenerator<Chunk> {
  let header: Header | undefined;
  let index = 0;
  let chunk = emptyChunk();
  let current: ReadRow[] = [];
  let beyond = 0;
  const seen = new Set<string>();
  const owners = new Map<string, string>();
  const noteCounts = new Map<string, number>();
  let above: ImportRow | undefined;

  function close(): void {
    const [head] = current;
    if (!head) return;
    const { handle } = head.row;
    const { group, faults } = groupRows(current, handle !== '' && seen.has(handle), owners);
    seen.add(handle);
    for (const fault of faults) chunk.faults.push(fault);
    chunk.rows += current.length + beyond;
    // The first of them is a fault of its own.
    chunk.beyond += Math.max(0, beyond - 1);
    if (group.rows.length > 0) chunk.groups.push({ ...group, partial: group.partial || beyond > 0 });
    current = [];
    beyond = 0;
  }

  /** The notes that are listed: the first few of each kind in the whole file. */
  function limitNotes(notes: readonly RowNote[]): RowFault[] {
    return notes.flatMap(({ kind, fault }) => {
      const count = (noteCounts.get(kind) ?? 0) + 1;
      noteCounts.set(kind, count);
      if (count > MAX_NOTES) return [];
      return [
        count < MAX_NOTES
          ? fault
          : { ...fault, message: `${fault.message} (further rows like this one are not listed)` },
      ];
    });
  }

  for await (const { cells, line } of lines) {
    if (!header) {
      header = readHeader(cells, settings);
      chunk.labels = header.labels;
      // Said once, with the first rows.
      if (skip === 0) chunk.faults.push(...unknownColumns(header));
      continue;
    }
    const read = readRow(header, cells, line, index, above);
    above = read.row;
    const { handle, sku } = read.row;
    const notes = limitNotes(read.notes);
    index += 1;
    if (index <= skip) {
      seen.add(handle);
      if (sku !== undefined && !owners.has(sku)) owners.set(sku, handle);
      continue;
    }
    // Rows without a handle belong to no product, so not to the same one either.
    if (current.length > 0 && (handle === '' || current[0]?.row.handle !== handle)) {
      close();
      if (chunk.groups.length >= MAX_PRODUCTS || chunk.rows >= MAX_ROWS) {
        yield chunk;
        chunk = { ...emptyChunk(), labels: header.labels };
      }
    }
    if (current.length === MAX_GROUP_ROWS) {
      if (beyond === 0)
        chunk.faults.push({
          line,
          message: `is one of more than ${MAX_GROUP_ROWS} rows of one product: they are not read`,
        });
      beyond += 1;
      continue;
    }
    chunk.faults.push(...notes);
    current.push(read);
  }
  close();
  if (!header) throw new FileRefused('The file is empty.');
  if (chunk.rows > 0) yield chunk;
}

function emptyChunk(): Chunk {
  return { groups: [], faults: [], rows: 0, beyond: 0, labels: {} };
}

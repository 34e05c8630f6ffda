import { counted } from '../../../../look/counted.ts';
import type { FormVariant } from '../form-variant.ts';
import { variantOptions } from '../product-options.ts';
import { cellText, type SheetColumn, type SheetContext, withText } from './sheet-columns.ts';
import { type HeaderCell, readHeader } from './sheet-header.ts';

export interface Position {
  row: number;
  column: SheetColumn;
}

/** The variants after an edit of many cells, and which cells it wrote. */
export interface SheetEdit {
  variants: FormVariant[];
  cells: Position[];
  /** What was left out, in sentences. */
  notes: string[];
}

export interface Sheet extends SheetContext {
  variants: readonly FormVariant[];
  /** From left to right. */
  columns: readonly SheetColumn[];
  isWritable(column: SheetColumn): boolean;
}

/** Cells from one corner to the other, both included. */
export interface CellRange {
  from: Position;
  to: Position;
}

interface Corners {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

function cornersOf({ from, to }: CellRange, columns: readonly SheetColumn[]): Corners {
  const one = columns.indexOf(from.column);
  const other = columns.indexOf(to.column);
  return {
    top: Math.min(from.row, to.row),
    bottom: Math.max(from.row, to.row),
    left: Math.min(one, other),
    right: Math.max(one, other),
  };
}

/** Which columns of a row the range has. */
export function columnsOfRow(range: CellRange, row: number, columns: readonly SheetColumn[]): readonly SheetColumn[] {
  const { top, bottom, left, right } = cornersOf(range, columns);
  return row < top || row > bottom ? [] : columns.slice(left, right + 1);
}

/** The cells of a range, row by row. */
export function cellsOf(range: CellRange, columns: readonly SheetColumn[]): Position[][] {
  const { top, bottom, left, right } = cornersOf(range, columns);
  const across = columns.slice(left, right + 1);
  return Array.from({ length: bottom - top + 1 }, (_, index) => across.map(column => ({ row: top + index, column })));
}

/** Writes texts into cells; those that cannot be changed are left out. */
function write(sheet: Sheet, texts: readonly { cell: Position; text: string }[], notes: string[]): SheetEdit {
  const variants = [...sheet.variants];
  const writable = texts.filter(({ cell }) => sheet.isWritable(cell.column));
  for (const { cell, text } of writable) {
    const variant = variants[cell.row];
    if (variant) variants[cell.row] = withText(variant, cell.column, text, sheet);
  }
  const locked = leftOut(texts.length - writable.length, 'cell', 'not yours to change');
  return { variants, cells: writable.map(({ cell }) => cell), notes: [...notes, ...locked] };
}

/**
 * Puts a block of cells into the variants. Where its first row names the columns they go by name, and the rows by sku
 * or by options where the block has them; else the block begins at the range's first cell. A block that fits into the
 * range several times fills it. Blank rows change nothing, and an empty cell empties the one that it is put into.
 */
export function pasteBlock(block: readonly (readonly string[])[], range: CellRange, sheet: Sheet): SheetEdit {
  const header = readHeader(block[0] ?? [], sheet);
  const rows = (header ? block.slice(1) : block).map((cells, index) => ({ cells, index }));
  const filled = rows.filter(({ cells }) => cells.some(cell => cell !== ''));
  if (header) return pasteByName(header, block[0] ?? [], filled, range, sheet);
  const area = cellsOf(range, sheet.columns);
  const height = block.length;
  const width = Math.max(...block.map(row => row.length));
  const across = area[0]?.length ?? 1;
  if (area.length * across > 1 && area.length % height === 0 && across % width === 0)
    return write(sheet, repeated(area, block, height, width), []);
  const first = area[0]?.[0] ?? range.from;
  const left = sheet.columns.indexOf(first.column);
  const texts = filled.flatMap(({ cells, index }) =>
    cells.flatMap((text, offset) => {
      const column = sheet.columns[left + offset];
      return column && first.row + index < sheet.variants.length
        ? [{ cell: { row: first.row + index, column }, text }]
        : [];
    }),
  );
  return write(sheet, texts, [
    ...leftOut(
      filled.filter(({ index }) => first.row + index >= sheet.variants.length).length,
      'row',
      'below the last',
    ),
    ...leftOut(left + width - sheet.columns.length, 'column', 'right of the last'),
  ]);
}

function repeated(area: Position[][], block: readonly (readonly string[])[], height: number, width: number) {
  return area.flatMap((row, down) =>
    row.map((cell, right) => ({ cell, text: block[down % height]?.[right % width] ?? '' })),
  );
}

function leftOut(count: number, noun: string, why: string): string[] {
  return count > 0 ? [`${counted(count, noun)} left out: ${why}.`] : [];
}

interface BlockRow {
  cells: readonly string[];
  index: number;
}

function pasteByName(
  header: readonly HeaderCell[],
  titles: readonly string[],
  rows: readonly BlockRow[],
  range: CellRange,
  sheet: Sheet,
): SheetEdit {
  const key = rowKey(header, rows, sheet);
  const top = Math.min(range.from.row, range.to.row);
  const found = rows.map(row => ({ ...row, row: key ? key.find(row.cells) : top + row.index }));
  const placed = found.filter(({ row }) => row >= 0 && row < sheet.variants.length);
  const texts = placed.flatMap(({ cells, row }) =>
    header.flatMap((cell, index) => {
      const text = cells[index];
      if (!cell || !('column' in cell) || text === undefined || cell.column === key?.column) return [];
      return [{ cell: { row, column: cell.column }, text }];
    }),
  );
  const isKnown = (cell: HeaderCell) => cell && (!('column' in cell) || sheet.columns.includes(cell.column));
  const unknown = titles.filter((title, index) => title !== '' && !isKnown(header[index]));
  return write(sheet, texts, [
    ...leftOut(found.length - placed.length, 'row', key ? `no variant has their ${key.name}` : 'below the last'),
    ...(unknown.length > 0 ? [`Columns left out: ${unknown.join(', ')}.`] : []),
  ]);
}

interface RowKey {
  name: string;
  /** The column that is read to find the row, and not written. */
  column?: SheetColumn;
  /** The row of the variant; -1 where there is none. */
  find(cells: readonly string[]): number;
}

/** How rows tell their variant: by a sku of the product, or by all options. Undefined where only the order does. */
function rowKey(header: readonly HeaderCell[], rows: readonly BlockRow[], sheet: Sheet): RowKey | undefined {
  const sku = header.findIndex(cell => cell !== undefined && 'column' in cell && cell.column === 'sku');
  const bySku = (cells: readonly string[]) =>
    sheet.variants.findIndex(variant => variant.sku !== '' && variant.sku === cells[sku]);
  if (sku >= 0 && rows.some(({ cells }) => bySku(cells) >= 0)) return { name: 'SKU', column: 'sku', find: bySku };
  const used = sheet.options.filter(({ values }) => values.length > 0);
  const places = used.map(({ id }) => header.findIndex(cell => cell && 'option' in cell && cell.option === id));
  if (used.length === 0 || places.includes(-1)) return undefined;
  const find = (cells: readonly string[]) => {
    const wanted = places.map(place => cells[place]?.toLowerCase());
    return sheet.variants.findIndex(variant => {
      const own = Object.values(variantOptions(variant, used)).map(value => value.toLowerCase());
      return own.length === wanted.length && own.every((value, index) => value === wanted[index]);
    });
  };
  return { name: used.length === 1 ? 'option' : 'options', find };
}

/** Each column of the range gets the text of its first cell. A range of one row takes the row above it. */
export function fillDown(range: CellRange, sheet: Sheet): SheetEdit {
  const rows = cellsOf(range, sheet.columns);
  const source = rows.length > 1 ? rows[0] : rows[0]?.map(cell => ({ ...cell, row: cell.row - 1 }));
  const texts = (rows.length > 1 ? rows.slice(1) : rows).flatMap(row =>
    row.flatMap((cell, index) => {
      const from = source?.[index];
      const variant = from && sheet.variants[from.row];
      return variant ? [{ cell, text: cellText(variant, cell.column, sheet.levels) }] : [];
    }),
  );
  return write(sheet, texts, []);
}

/** Empties the cells of the range. */
export function clearCells(range: CellRange, sheet: Sheet): SheetEdit {
  return write(
    sheet,
    cellsOf(range, sheet.columns).flatMap(row => row.map(cell => ({ cell, text: '' }))),
    [],
  );
}

import { type ClipboardEvent, type FocusEvent, type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { counted } from '../../../../look/counted.ts';
import type { ProductForm } from '../product-form.ts';
import { clipboardText, parseClipboard } from './clipboard-table.ts';
import {
  type CellRange,
  cellsOf,
  clearCells,
  columnsOfRow,
  fillDown,
  type Position,
  pasteBlock,
  type Sheet,
  type SheetEdit,
} from './paste-block.ts';
import { cellProblem, cellText, isStock, type SheetColumn } from './sheet-columns.ts';
import { inputAt, type Move, moveOf, positionOf } from './sheet-keys.ts';
import { writeCells } from './write-cells.ts';

/** An edit of many cells that can be undone. */
interface DoneEdit {
  text: string;
  /** Which rows there were: where they changed since, the edit cannot be undone any more. */
  rows: string;
  before: SheetEdit;
}

export interface VariantSheet {
  /** What the last edit did, in sentences. */
  message: string;
  /** Undoes the last edit of many cells; undefined where there is none. */
  undo: (() => void) | undefined;
  /** Fills the first row of what is chosen down to the last row; undefined where there is nothing below it. */
  fillToEnd: (() => void) | undefined;
  /** The columns of a row that belong to the chosen range. */
  selectedIn(row: number): readonly SheetColumn[];
  handlers: {
    onKeyDown(event: KeyboardEvent<HTMLTableElement>): void;
    onPaste(event: ClipboardEvent<HTMLTableElement>): void;
    onCopy(event: ClipboardEvent<HTMLTableElement>): void;
    onFocus(event: FocusEvent<HTMLTableElement>): void;
    onInput(): void;
    onMouseDown(event: MouseEvent<HTMLTableElement>): void;
  };
}

const cellCount = (count: number) => counted(count, 'cell');

const fieldName = (row: number, column: SheetColumn) =>
  isStock(column) ? (`variants.${row}.stock` as const) : (`variants.${row}.${column}` as const);

/**
 * The table of variants as a sheet: arrows and Enter move, Shift selects a range, blocks are copied, pasted, emptied
 * and filled down, and each of these edits can be undone.
 * @param rows tells the present rows from others
 */
export function useVariantSheet(settings: Omit<Sheet, 'variants'>, rows: string): VariantSheet {
  const { columns, levels } = settings;
  const { getValues, setValue, trigger } = useFormContext<ProductForm>();
  const [range, setRange] = useState<CellRange>();
  const [edits, setEdits] = useState<readonly DoneEdit[]>([]);
  const [message, setMessage] = useState('');
  const hasTyped = useRef(false);

  const sheet = (): Sheet => ({ ...settings, variants: getValues('variants') });
  const isRange = range !== undefined && (range.from.row !== range.to.row || range.from.column !== range.to.column);
  const last = edits.findLast(edit => edit.rows === rows);

  /** @returns how many of the cells have a problem */
  function put(edit: SheetEdit): number {
    writeCells(edit, setValue);
    void trigger(edit.cells.map(({ row, column }) => fieldName(row, column)));
    return edit.cells.filter(({ row, column }) => {
      const variant = edit.variants[row];
      return variant && cellProblem(variant, column, edit.variants) !== undefined;
    }).length;
  }
  function make(verb: string, edit: SheetEdit): void {
    // the form changes its own values in place
    const before = { variants: structuredClone(getValues('variants')), cells: edit.cells, notes: [] };
    const problems = put(edit);
    const text = `${cellCount(edit.cells.length)} ${verb}`;
    if (edit.cells.length > 0) setEdits(list => [...list, { text, rows, before }]);
    hasTyped.current = false;
    const corrections = problems > 0 ? [`${cellCount(problems)} to correct.`] : [];
    setMessage([`${text}.`, ...corrections, ...edit.notes].join(' '));
  }
  function undo(done: DoneEdit): void {
    put(done.before);
    setEdits(list => list.filter(edit => edit !== done));
    setMessage(`Undone: ${done.text}.`);
  }
  function go(table: HTMLTableElement, from: Position, move: Move, isExtended: boolean): void {
    const column = columns[columns.indexOf(from.column) + move.columns] ?? from.column;
    const to = { row: from.row + move.rows, column };
    const input = inputAt(table, to);
    if (!input) return;
    setRange({ from: (isExtended && range?.from) || to, to });
    input.focus();
    input.select();
  }
  function onKeyDown(event: KeyboardEvent<HTMLTableElement>): void {
    const at = positionOf(event.target, columns);
    if (!at || !(event.target instanceof HTMLInputElement)) return;
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const key = event.key.toLowerCase();
    const move = moveOf(event.nativeEvent, event.target, isRange);
    if (isCommand && key === 'd') make('filled', fillDown(isRange ? range : { from: at, to: at }, sheet()));
    else if (isCommand && key === 'z' && last && !hasTyped.current) undo(last);
    else if (isRange && (key === 'delete' || key === 'backspace')) make('emptied', clearCells(range, sheet()));
    else if (isRange && key === 'escape') setRange({ from: at, to: at });
    else if (move) go(event.currentTarget, at, move, event.shiftKey && key !== 'enter');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  function onPaste(event: ClipboardEvent<HTMLTableElement>): void {
    const at = positionOf(event.target, columns);
    const block = parseClipboard(event.clipboardData.getData('text/plain'));
    const isOneCell = block.length === 1 && block[0]?.length === 1;
    if (!at || (isOneCell && !isRange)) return;
    event.preventDefault();
    make('pasted', pasteBlock(block, isRange ? range : { from: at, to: at }, sheet()));
  }
  function onCopy(event: ClipboardEvent<HTMLTableElement>): void {
    if (!isRange) return;
    const variants = getValues('variants');
    const texts = cellsOf(range, columns).map(cells =>
      cells.map(({ row, column }) => {
        const variant = variants[row];
        return variant ? cellText(variant, column, levels) : '';
      }),
    );
    event.preventDefault();
    event.clipboardData.setData('text/plain', clipboardText(texts));
    setMessage(`${cellCount(texts.flat().length)} copied.`);
  }
  function onFocus(event: FocusEvent<HTMLTableElement>): void {
    const at = positionOf(event.target, columns);
    if (!at || (range && columnsOfRow(range, at.row, columns).includes(at.column))) return;
    setRange({ from: at, to: at });
  }
  function onMouseDown(event: MouseEvent<HTMLTableElement>): void {
    const at = positionOf(event.target, columns);
    if (!at || event.button !== 0) return;
    if (event.shiftKey && range) event.preventDefault(); // the text between the cells is not selected
    setRange({ from: (event.shiftKey && range?.from) || at, to: at });
  }
  const top = range && Math.min(range.from.row, range.to.row);
  const bottom = getValues('variants').length - 1;
  const fillToEnd = () =>
    range &&
    top !== undefined &&
    make('filled', fillDown({ from: { ...range.from, row: top }, to: { ...range.to, row: bottom } }, sheet()));
  return {
    message,
    undo: last && (() => undo(last)),
    fillToEnd: top !== undefined && top < bottom ? fillToEnd : undefined,
    selectedIn: row => (isRange ? columnsOfRow(range, row, columns) : []),
    handlers: {
      onKeyDown,
      onPaste,
      onCopy,
      onFocus,
      onMouseDown,
      onInput: () => {
        hasTyped.current = true;
      },
    },
  };
}

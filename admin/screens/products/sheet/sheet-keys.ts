import type { Position } from './paste-block.ts';
import type { SheetColumn } from './sheet-columns.ts';

/** How many rows down and columns to the right. */
export interface Move {
  rows: number;
  columns: number;
}

const arrows: Readonly<Record<string, Move>> = {
  ArrowUp: { rows: -1, columns: 0 },
  ArrowDown: { rows: 1, columns: 0 },
  ArrowLeft: { rows: 0, columns: -1 },
  ArrowRight: { rows: 0, columns: 1 },
};

/**
 * Where a key leads. Enter and the arrows up and down always lead to another cell; the arrows to the sides do so from a
 * cell whose text is selected or where the cursor is at its end, and move the cursor otherwise.
 */
export function moveOf(event: KeyboardEvent, input: HTMLInputElement, isRange: boolean): Move | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.key === 'Enter') return { rows: event.shiftKey ? -1 : 1, columns: 0 };
  const move = Object.hasOwn(arrows, event.key) ? arrows[event.key] : undefined;
  if (move?.rows !== 0) return move;
  const { selectionStart, selectionEnd, value } = input;
  const isWhole = selectionStart === 0 && selectionEnd === value.length;
  if (isWhole || (event.shiftKey && isRange)) return move;
  const edge = move.columns < 0 ? 0 : value.length;
  return !event.shiftKey && selectionStart === edge && selectionEnd === edge ? move : undefined;
}

/** The cell that an element stands in; undefined outside of the cells that take text. */
export function positionOf(target: EventTarget, columns: readonly SheetColumn[]): Position | undefined {
  const cell = target instanceof Element ? target.closest('td') : null;
  const column = columns.find(known => known === cell?.dataset.column);
  const row = cell?.parentElement;
  return column && row instanceof HTMLTableRowElement ? { row: row.sectionRowIndex, column } : undefined;
}

/** The field of a cell. */
export function inputAt(table: HTMLTableElement, { row, column }: Position): HTMLInputElement | null {
  const cells = [...(table.tBodies[0]?.rows[row]?.cells ?? [])];
  return cells.find(cell => cell.dataset.column === column)?.querySelector('input') ?? null;
}

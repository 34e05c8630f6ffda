import type { Level, Location } from '../../../../generated/inventory/types.ts';
import { amountText, parseAmount } from '../../../kit/money.ts';
import type { FormOption, FormVariant, TypedColumn } from '../form-variant.ts';
import { entryProblem, levelOf, withCount } from '../stock-entries.ts';

type StockColumn = `stock:${string}`;

/** A column of the variants that takes text. */
export type SheetColumn = 'sku' | TypedColumn | 'size' | 'barcode' | StockColumn;

/** What the cells of a sheet depend on beside their variant. */
export interface SheetContext {
  options: readonly FormOption[];
  currency: string;
  locations: readonly Location[];
  levels: readonly Level[];
}

const MAX_TEXT = 60;
const MAX_AMOUNT = 100_000_000;
const MAX_GRAMS = 10_000_000;

/** Every column, from left to right. */
export function sheetColumns(locations: readonly Location[]): SheetColumn[] {
  const stock = locations.map(({ id }): SheetColumn => `stock:${id}`);
  return ['sku', 'price', 'compareAtPrice', ...stock, 'size', 'barcode', 'weightGrams'];
}

export function isStock(column: SheetColumn): column is StockColumn {
  return column.startsWith('stock:');
}

function locationOf(column: StockColumn): string {
  return column.slice('stock:'.length);
}

/** Whether its cells hold values that are made from text. */
export function isTyped(column: SheetColumn): column is TypedColumn {
  return column === 'price' || column === 'compareAtPrice' || column === 'weightGrams';
}

/** What a cell shows. */
export function cellText(variant: FormVariant, column: SheetColumn, levels: readonly Level[]): string {
  if (isStock(column)) {
    const level = levelOf(variant, locationOf(column), levels);
    return variant.stock[locationOf(column)]?.text ?? (level ? String(level.onHand) : '');
  }
  if (!isTyped(column)) return variant[column];
  const value = variant[column];
  return variant.texts[column] ?? (typeof value === 'number' ? String(value) : value ? amountText(value) : '');
}

/**
 * The variant with the text in its cell. A text that is no value of the column stays in the cell as it is, and
 * `cellProblem` says what is wrong with it.
 */
export function withText(variant: FormVariant, column: SheetColumn, text: string, context: SheetContext): FormVariant {
  const typed = text.trim();
  if (isTyped(column)) return settled(typing(variant, column, typed, context.currency), column);
  if (!isStock(column)) return { ...variant, [column]: typed };
  const location = locationOf(column);
  const count = wholeNumber(typed);
  const level = levelOf(variant, location, context.levels);
  return { ...variant, stock: withCount(variant.stock, location, count === undefined ? typed : String(count), level) };
}

/** The variant while somebody types into a cell of amounts or weights: the cell keeps the text as it is written. */
export function typing(variant: FormVariant, column: TypedColumn, text: string, currency: string): FormVariant {
  const texts = { ...variant.texts, [column]: text };
  if (column === 'weightGrams') return { ...variant, texts, weightGrams: parseGrams(text) ?? null };
  const amount = parseAmount(text, currency);
  const isPrice = amount !== undefined && amount >= 0 && amount <= MAX_AMOUNT;
  return { ...variant, texts, [column]: isPrice ? { amount, currency } : null };
}

/** The variant once somebody leaves the cell: a text that was understood is shown as its value. */
export function settled(variant: FormVariant, column: TypedColumn): FormVariant {
  const { [column]: text, ...texts } = variant.texts;
  const isUnderstood = variant[column] !== null || text === undefined || text.trim() === '';
  return isUnderstood ? { ...variant, texts } : variant;
}

const notUnderstood: Readonly<Record<TypedColumn, string>> = {
  price: 'Not an amount',
  compareAtPrice: 'Not an amount',
  weightGrams: 'Whole grams',
};

/** What is wrong with the text of a cell of amounts or weights; undefined where it was understood or is empty. */
export function typedProblem({ texts, ...variant }: FormVariant, column: TypedColumn): string | undefined {
  return (texts[column] ?? '').trim() !== '' && variant[column] === null ? notUnderstood[column] : undefined;
}

/** What is wrong with a cell; undefined where it can be saved. */
export function cellProblem(
  variant: FormVariant,
  column: SheetColumn,
  variants: readonly FormVariant[],
): string | undefined {
  if (isStock(column)) {
    const entry = variant.stock[locationOf(column)];
    return entry && entryProblem(entry);
  }
  if (isTyped(column)) {
    const isMissing = column === 'price' && variant.price === null;
    return typedProblem(variant, column) ?? (isMissing ? 'Required' : undefined);
  }
  if (column === 'sku') return skuProblem(variant.sku, variants);
  return variant[column].trim().length > MAX_TEXT ? `At most ${MAX_TEXT} characters` : undefined;
}

function skuProblem(text: string, variants: readonly FormVariant[]): string | undefined {
  const sku = text.trim();
  if (sku === '') return 'Required';
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(sku)) return 'Letters, digits, . _ -';
  return variants.filter(variant => variant.sku.trim() === sku).length > 1 ? 'Another variant has it' : undefined;
}

/** A whole number as spreadsheets write it: `1,200`, `1 200`, `12.00`. */
function wholeNumber(text: string): number | undefined {
  const match = /^(\d{1,3}(?:[.,\s\u00a0\u202f'’]\d{3})+|\d{1,8})(?:[.,]0{1,2})?$/.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1].replaceAll(/\D/g, ''));
}

/** Grams of `250`, `250 g` or `1.5 kg`. */
function parseGrams(text: string): number | undefined {
  const [, number = '', unit = 'g'] = /^(.*?)\s*(kg|g)?$/i.exec(text.trim()) ?? [];
  const kilos = unit.toLowerCase() === 'kg' && /^\d{1,5}(?:[.,]\d{1,3})?$/.test(number);
  const grams = kilos ? Math.round(Number(number.replace(',', '.')) * 1000) : wholeNumber(number);
  return grams === undefined || grams > MAX_GRAMS ? undefined : grams;
}

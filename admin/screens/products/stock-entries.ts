import type { Adjustment, Level } from '../../../generated/inventory/types.ts';
import { deltaProblem, parseUnits } from '../stock/adjustment.ts';
import type { FormVariant, StockEntry } from './form-variant.ts';

/** The level of a saved variant at a location; undefined where nothing was ever put on stock there. */
export function levelOf(
  { sku, savedSku }: Pick<FormVariant, 'sku' | 'savedSku'>,
  location: string,
  levels: readonly Level[],
): Level | undefined {
  return savedSku === sku ? levels.find(level => level.sku === sku && level.location === location) : undefined;
}

/** The counts of a variant with one typed; a text that is the count on hand, or nothing, leaves it as it is. */
export function withCount(
  stock: FormVariant['stock'],
  location: string,
  text: string,
  level: Pick<Level, 'onHand' | 'reserved'> | undefined,
): FormVariant['stock'] {
  const { [location]: _, ...others } = stock;
  const { onHand, reserved } = level ?? { onHand: 0, reserved: 0 };
  const isAsItWas = text.trim() === '' || text.trim() === String(onHand);
  return isAsItWas && level ? others : { ...others, ...(text && { [location]: { text, onHand, reserved } }) };
}

/** What is wrong with a typed count; undefined where it can be saved. */
export function entryProblem({ text, onHand, reserved }: StockEntry): string | undefined {
  const units = parseUnits(text);
  if (units === undefined) return 'A whole number';
  return units === onHand ? undefined : deltaProblem(units - onHand, { onHand, reserved });
}

/**
 * The adjustments that bring the typed counts about. Each is a difference to the count that was on screen, so that what
 * was sold meanwhile stays sold.
 */
export function adjustmentsOf(variants: readonly Pick<FormVariant, 'sku' | 'stock'>[]): Adjustment[] {
  return variants.flatMap(({ sku, stock }) =>
    Object.entries(stock).flatMap(([location, { text, onHand }]): Adjustment[] => {
      const delta = (parseUnits(text) ?? onHand) - onHand;
      if (delta === 0) return [];
      return [{ sku: sku.trim(), location, delta, reason: delta > 0 ? 'received' : 'correction' }];
    }),
  );
}

import { minorUnitsOf } from './minor-units.ts';
import { formatMoney, type Money, moneyFormat } from './money.ts';

/** The price of one unit of a package: per ounce, kilogram, litre, square foot, foot or piece. */
export interface UnitPrice {
  /** Minor units of the currency, with fractions. */
  readonly amount: number;
  readonly currency: string;
  /** As it is written after the price. */
  readonly unit: string;
  /**
   * Orders prices of every unit: by gram or millilitre first (a litre is taken for a kilogram), then by the piece, then
   * by area and length.
   */
  readonly order: number;
}

/** How a unit is compared: how many of the unit that is written, and of the base of its kind, one of it is. */
interface Unit {
  readonly unit: string;
  readonly factor: number;
  readonly base: number;
  readonly kind: number;
}

const OUNCE_GRAMS = 28.349523125;
const FLUID_OUNCE_MILLILITRES = 29.5735295625;
const ounces = (factor: number): Unit => ({ unit: 'oz', factor, base: OUNCE_GRAMS * factor, kind: 0 });
const fluidOunces = (factor: number): Unit => ({
  unit: 'fl oz',
  factor,
  base: FLUID_OUNCE_MILLILITRES * factor,
  kind: 0,
});
const kilograms = (factor: number): Unit => ({ unit: 'kg', factor, base: 1_000 * factor, kind: 0 });
const litres = (factor: number): Unit => ({ unit: 'l', factor, base: 1_000 * factor, kind: 0 });
const pieces = (factor: number): Unit => ({ unit: 'each', factor, base: factor, kind: 1 });

/** Units of NIST Handbook 44, Appendix C, and of the SI, as packages name them. */
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['oz', ounces(1)],
  ['lb', ounces(16)],
  ['lbs', ounces(16)],
  ['fl oz', fluidOunces(1)],
  ['pt', fluidOunces(16)],
  ['qt', fluidOunces(32)],
  ['gal', fluidOunces(128)],
  ['mg', kilograms(1e-6)],
  ['g', kilograms(0.001)],
  ['kg', kilograms(1)],
  ['ml', litres(0.001)],
  ['cl', litres(0.01)],
  ['dl', litres(0.1)],
  ['l', litres(1)],
  ['ct', pieces(1)],
  ['pack', pieces(1)],
  ['pk', pieces(1)],
  ['pc', pieces(1)],
  ['pcs', pieces(1)],
  ['dozen', pieces(12)],
  ['sq ft', { unit: 'sq ft', factor: 1, base: 1, kind: 2 }],
  ['ft', { unit: 'ft', factor: 1, base: 1, kind: 3 }],
]);

/** A package: `12 oz`, `1.5 L`, `6 × 12 fl. oz`. */
const PACKAGE = /^(?:(\d{1,4})\s*[x×]\s*)?(\d{1,6}(?:[.,]\d{1,3})?)\s*([a-z.]+(?:\s[a-z.]+)?)$/i;

/** Above every order of a kind before. */
const KIND = 1e12;
/** The order of what has no unit price: after everything else. */
export const NO_UNIT_PRICE = 9 * KIND;

/** The unit price of a package; undefined where its size names no quantity, or one piece alone. */
export function unitPriceOf({ amount, currency }: Money, size: string | undefined): UnitPrice | undefined {
  const [, count = '1', quantity = '', name = ''] = PACKAGE.exec(size?.trim() ?? '') ?? [];
  const unit = UNITS.get(name.toLowerCase().replaceAll('.', ''));
  const units = Number(count) * Number(quantity.replace(',', '.'));
  if (!unit || !(units > 0) || (unit.kind === 1 && units * unit.factor === 1)) return undefined;
  return {
    amount: amount / (units * unit.factor),
    currency,
    unit: unit.unit,
    order: unit.kind * KIND + Math.min(Math.round((amount * 1_000) / (units * unit.base)), KIND - 1),
  };
}

/**
 * A unit price for people: `$0.33 / oz`; below ten cents with a tenth of a cent: `$0.083 / oz`.
 * @param each the price of one piece in words
 */
export function formatUnitPrice(
  { amount, currency, unit }: UnitPrice,
  locale = 'en-US',
  each: (price: string) => string = price => `${price} each`,
): string {
  const isSmall = amount < 10 && amount !== Math.round(amount);
  const text = isSmall
    ? moneyFormat(currency, locale, 3).format(amount / 10 ** minorUnitsOf(currency))
    : formatMoney({ amount: Math.round(amount), currency }, locale);
  return unit === 'each' ? each(text) : `${text} / ${unit}`;
}

import { minorUnitsOf } from '../../look/minor-units.ts';
import type { Money } from '../../look/money.ts';

/**
 * The minor units of a limit of prices (`3`, `3.50`, `3,50`), as it is typed into a filter or stands in an address;
 * undefined where it is none. An address means the same to everybody, so unlike the console's `parseAmount` this knows
 * neither grouping nor signs of currencies, and what is finer than the currency is rounded.
 */
export function parseMinorUnits(typed: string, currency: string): number | undefined {
  const number = Number(typed.trim().replace(',', '.'));
  if (typed.trim() === '' || !Number.isFinite(number) || number < 0) return undefined;
  return Math.round(number * 10 ** minorUnitsOf(currency));
}

export const multiply = ({ amount, currency }: Money, quantity: number): Money => ({
  amount: amount * quantity,
  currency,
});

export const sum = (amounts: readonly Money[], currency: string): Money => ({
  amount: amounts.reduce((total, { amount }) => total + amount, 0),
  currency: amounts[0]?.currency ?? currency,
});

/**
 * An amount in minor units (cents of USD, whole yen of JPY) and its ISO 4217 currency: the `Money` of
 * contracts/common.yaml.
 */
export interface Money {
  amount: number;
  currency: string;
}

function safe(amount: number): number {
  if (!Number.isSafeInteger(amount))
    throw new RangeError(`${amount} is not a whole number of minor units that can be counted exactly`);
  return amount;
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} cannot be reckoned together`);
}

/** Money of `amount` minor units. Throws RangeError when the amount is no safe integer. */
export function money(amount: number, currency: string): Money {
  return { amount: safe(amount), currency };
}

/** The sum of two amounts of one currency. Throws RangeError for two currencies or beyond the safe integers. */
export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(safe(a.amount) + safe(b.amount), a.currency);
}

/** `a` less `b`; may be negative. Throws RangeError for two currencies or beyond the safe integers. */
export function subtract(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(safe(a.amount) - safe(b.amount), a.currency);
}

/** `quantity` times an amount, `quantity` a whole number. Throws RangeError beyond the safe integers. */
export function multiply(a: Money, quantity: number): Money {
  return money(safe(a.amount) * safe(quantity), a.currency);
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`. Throws RangeError for two currencies. */
export function compare(a: Money, b: Money): number {
  sameCurrency(a, b);
  return Math.sign(safe(a.amount) - safe(b.amount));
}

/** The sum of a list, zero of `currency` when it is empty. Throws RangeError when an item has another currency. */
export function sum(items: readonly Money[], currency: string): Money {
  return items.reduce(add, money(0, currency));
}

/**
 * `numerator / denominator` of an amount (a tax rate of 19 %: 19, 100), rounded half away from zero to whole minor
 * units, computed without floating point. Throws RangeError when an argument is no safe integer, the denominator is not
 * positive, or the result is not safe.
 */
export function portion(a: Money, numerator: number, denominator: number): Money {
  if (safe(denominator) <= 0) throw new RangeError('the denominator must be positive');
  const product = BigInt(safe(a.amount)) * BigInt(safe(numerator));
  const size = product < 0n ? -product : product;
  const rounded = (2n * size + BigInt(denominator)) / (2n * BigInt(denominator));
  return money(Number(product < 0n ? -rounded : rounded), a.currency);
}

import { formatMoney, parseAmount } from '../../kit/money.ts';

/** What is wrong with an amount to give back; undefined where it can be. `left` in minor units. */
export function refundAmountProblem(text: string, left: number, currency: string): string | undefined {
  const amount = parseAmount(text, currency);
  if (amount === undefined) return 'Not an amount';
  if (amount <= 0) return 'At least something';
  return amount > left ? `At most ${formatMoney({ amount: left, currency })}` : undefined;
}

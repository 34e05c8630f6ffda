import { formatMoney, parseAmount } from '../../kit/money.ts';

/** The problem of a refund amount; undefined where it is valid. `left` in minor units. */
export function refundAmountProblem(text: string, left: number, currency: string): string | undefined {
  const amount = parseAmount(text, currency);
  if (amount === undefined) return 'Not an amount';
  if (amount <= 0) return 'At least something';
  return amount > left ? `At most ${formatMoney({ amount: left, currency })}` : undefined;
}

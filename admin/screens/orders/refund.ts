import { isObject } from '../../kit/api/request-body.ts';
import { formatMoney, isMoney, type Money, parseAmount } from '../../kit/money.ts';

/** The problem of a refund amount; undefined where it is valid. `left` in minor units. */
export function refundAmountProblem(text: string, left: number, currency: string): string | undefined {
  const amount = parseAmount(text, currency);
  if (amount === undefined) return 'Not an amount';
  if (amount <= 0) return 'At least something';
  return amount > left ? `At most ${formatMoney({ amount: left, currency })}` : undefined;
}

/** A refund whose outcome is unknown, from its intention (`['refund', paymentId, body]`). */
export function unresolvedRefund(
  intent: readonly unknown[] | undefined,
): { amount: Money; reason: string } | undefined {
  const body = intent?.[2];
  if (!isObject(body) || !isMoney(body.amount) || typeof body.reason !== 'string') return undefined;
  return { amount: body.amount, reason: body.reason };
}

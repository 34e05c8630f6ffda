import type { Problem, ShortageProblem } from '../../generated/cart/types.ts';
import { refusal } from '../platform/http/problem.ts';
import { MAX_LINES, type Refusal } from './cart.ts';

/** The response to a refused change: 409 for a shortage, 422 for everything else; `code` is the reason. */
export function cartProblem(refused: Refusal): { status: 409; body: ShortageProblem } | { status: 422; body: Problem } {
  if (refused.reason === 'not_enough_stock') {
    const { shortages } = refused;
    const detail = shortages
      .map(({ sku, available }) => (available === 0 ? `${sku} is sold out.` : `Only ${available} of ${sku} are left.`))
      .join(' ');
    return refusal(409, detail, { code: refused.reason, shortages });
  }
  return refusal(422, detailOf(refused), { code: refused.reason });
}

function detailOf(refused: Exclude<Refusal, { reason: 'not_enough_stock' }>): string {
  switch (refused.reason) {
    case 'unknown_sku':
      return `Not for sale: ${refused.skus.join(', ')}.`;
    case 'currency_mix':
      return `A cart holds prices of one currency, not of ${refused.currencies.join(' and ')}.`;
    case 'too_many_lines':
      return `A cart holds ${MAX_LINES} different skus; this would be ${refused.lines}.`;
    case 'too_many_units':
      return `At most ${refused.limits.line} of one thing, and ${refused.limits.order} things in one order.`;
    case 'total_too_large':
      return 'The total is more than can be counted exactly.';
  }
}

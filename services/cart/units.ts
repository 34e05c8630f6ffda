import type { Cart } from '../../generated/cart/types.ts';
import { exceedsUnitLimits, type UnitLimits } from '../platform/unit-limits.ts';
import type { Refusal, Wanted } from './cart.ts';

/** The refusal of a change that leaves more units in the cart than the limits allow; removals are never refused. */
export function refuseUnits(
  outcome: { cart: Cart } | { refused: Refusal },
  wanted: Wanted,
  limits: UnitLimits,
): { cart: Cart } | { refused: Refusal } {
  if ('refused' in outcome || [...wanted.values()].every(quantity => quantity === 0)) return outcome;
  return exceedsUnitLimits(outcome.cart.lines, limits) ? { refused: { reason: 'too_many_units', limits } } : outcome;
}

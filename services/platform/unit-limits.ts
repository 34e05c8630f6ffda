import { count } from './config.ts';

/** The most units that are sold at once: of one sku, and in one order. */
export interface UnitLimits {
  line: number;
  order: number;
}

/** The variables of services that hold shoppers to the unit limits. */
export const unitLimitConfig = { MAX_UNITS_PER_LINE: count(), MAX_UNITS_PER_ORDER: count() };

/** Whether these are more units than are sold at once. */
export function exceedsUnitLimits(lines: readonly { quantity: number }[], limits: UnitLimits): boolean {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return units > limits.order || lines.some(({ quantity }) => quantity > limits.line);
}

import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { CartStatistics } from '../../../generated/cart/types.ts';
import type { OrderStatistics } from '../../../generated/orders/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { periodsAt } from './periods.ts';

const refetchMs = 60_000;
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface Today {
  /** When it was read. */
  now: Date;
  orders: OrderStatistics;
  ordersBefore: OrderStatistics;
  carts: CartStatistics;
  cartsBefore: CartStatistics;
}

/** Query key of the sales figures, invalidated by events. */
export const salesQueryKey = ['dashboard', 'sales'] as const;

/** Orders and carts of the last 14 days, and of the same day last week until this hour. */
export function useToday() {
  return useApiQuery(
    [...salesQueryKey, 'today'],
    async (signal): Promise<Today> => {
      const now = new Date();
      const { fortnight, lastWeek } = periodsAt(now);
      const [orders, ordersBefore, carts, cartsBefore] = await Promise.all([
        bodyOf(api.orders.getOrderStatistics({ query: { ...fortnight, timeZone } }, { signal })),
        bodyOf(api.orders.getOrderStatistics({ query: { ...lastWeek, timeZone } }, { signal })),
        bodyOf(api.cart.getCartStatistics({ query: { ...fortnight, timeZone } }, { signal })),
        bodyOf(api.cart.getCartStatistics({ query: { ...lastWeek, timeZone } }, { signal })),
      ]);
      return { now, orders, ordersBefore, carts, cartsBefore };
    },
    { refetchInterval: refetchMs },
  );
}

/** What sold best in seven days. */
export function useBestSellers() {
  return useApiQuery(
    [...salesQueryKey, 'best'],
    async signal => {
      const { week } = periodsAt(new Date());
      return (
        await bodyOf(api.orders.getOrderStatistics({ query: { ...week, timeZone } }, { signal }))
      ).bestSellers.slice(0, 6);
    },
    { refetchInterval: refetchMs },
  );
}

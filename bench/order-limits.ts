import type { OrderService } from './order-system.ts';

/** The most statements and transactions that an order may cost each service (order-cost.test.ts). */
export const orderLimits: Readonly<Record<OrderService, { statements: number; transactions: number }>> = {
  checkout: { statements: 7, transactions: 1 },
  payments: { statements: 16, transactions: 1 },
  orders: { statements: 15, transactions: 2 },
  inventory: { statements: 26, transactions: 3 },
  shipping: { statements: 37, transactions: 5 },
  notifications: { statements: 12, transactions: 1 },
};

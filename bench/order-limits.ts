import type { OrderService } from './order-system.ts';

/** The most statements and transactions that an order may cost each service (order-cost.test.ts). */
export const orderLimits: Readonly<Record<OrderService, { statements: number; transactions: number }>> = {
  checkout: { statements: 7, transactions: 1 },
  payments: { statements: 15, transactions: 1 },
  orders: { statements: 15, transactions: 2 },
  inventory: { statements: 16, transactions: 2 },
  shipping: { statements: 11, transactions: 1 },
  notifications: { statements: 12, transactions: 1 },
};

import type { OrderService } from './order-system.ts';

/** The most statements and transactions that an order may cost each service (order-cost.test.ts). */
export const orderLimits: Readonly<Record<OrderService, { statements: number; transactions: number }>> = {
  checkout: { statements: 7, transactions: 1 },
  payments: { statements: 14, transactions: 1 },
  orders: { statements: 10, transactions: 1 },
  inventory: { statements: 14.5, transactions: 2 },
  shipping: { statements: 10, transactions: 1 },
  notifications: { statements: 10.5, transactions: 1 },
};

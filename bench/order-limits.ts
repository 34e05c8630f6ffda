import type { OrderService } from './order-system.ts';

/** The most statements and transactions that an order may cost each service (order-cost.test.ts). */
export const orderLimits: Readonly<Record<OrderService, { statements: number; transactions: number }>> = {
  checkout: { statements: 8, transactions: 1 },
  payments: { statements: 20, transactions: 2 },
  orders: { statements: 73, transactions: 8 },
  inventory: { statements: 27, transactions: 3 },
  shipping: { statements: 37, transactions: 5 },
  notifications: { statements: 20, transactions: 5 },
};

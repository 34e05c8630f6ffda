import type { NewOrder } from '../../../generated/orders/types.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });

/** An order of two bananas, 7.01 USD with shipping. */
export function newOrder(overrides: Partial<NewOrder> = {}): NewOrder {
  return {
    tokenHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', // of "test"
    email: 'ada@example.com',
    lines: [{ sku: '1082185', title: 'Bananas', quantity: 2, unitPrice: usd(101), lineTotal: usd(202) }],
    totals: { subtotal: usd(202), shipping: usd(499), total: usd(701) },
    shippingAddress: {
      name: 'Ada Shopper',
      line1: '1 Analytical Way',
      city: 'London',
      postalCode: 'N1 9GU',
      country: 'GB',
    },
    shippingMethod: 'standard',
    ...overrides,
  };
}

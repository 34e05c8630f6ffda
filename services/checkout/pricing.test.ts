import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { paymentLines, priceCart } from './pricing.ts';

const seed = { seed: 20_261_122, numRuns: 500 };
const usd = (amount: number) => ({ amount, currency: 'USD' });
const methods = [
  { id: 'standard', name: 'Standard', price: usd(499) },
  { id: 'pickup', name: 'Pickup', price: usd(0) },
];

const line = (sku: string, price: number, quantity = 1) => ({
  sku,
  title: `Shown ${sku}`,
  quantity,
  unitPrice: usd(price),
  lineTotal: usd(price * quantity),
  available: 9,
});
const variant = (sku: string, price: number, title = `Title of ${sku}`) => ({
  sku,
  productId: '0190a6e0-7c1d-7000-8000-000000000001',
  slug: sku,
  title,
  price: usd(price),
  productVersion: 1,
});

test('totals are the sum of lines and shipping, and the payment page shows the same', () => {
  const carts = fc.uniqueArray(
    fc.record({
      sku: fc.stringMatching(/^[a-z]{1,8}$/),
      price: fc.nat(10_000),
      quantity: fc.integer({ min: 1, max: 99 }),
      title: fc.string({ maxLength: 400 }),
    }),
    { selector: item => item.sku, minLength: 1, maxLength: 100 },
  );
  fc.assert(
    fc.property(carts, fc.constantFrom('standard', 'pickup'), (items, method) => {
      const lines = items.map(({ sku, price, quantity }) => line(sku, price, quantity));
      const variants = items.map(({ sku, price, title }) => variant(sku, price, title));
      const priced = priceCart(lines, variants, methods, method);
      if (!('plan' in priced)) throw new Error('no plan');
      const { totals } = priced.plan;
      const subtotal = items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
      expect(totals.subtotal).toEqual(usd(subtotal));
      expect(totals.total.amount).toBe(subtotal + totals.shipping.amount);
      const shown = paymentLines(priced.plan);
      expect(shown.reduce((sum, { unitPrice, quantity }) => sum + unitPrice.amount * quantity, 0)).toBe(
        totals.total.amount,
      );
      for (const { title } of shown) expect(title.length).toBeLessThanOrEqual(300);
    }),
    seed,
  );
});

test('the shopper pays the shown prices, or nothing', () => {
  expect(priceCart([line('A', 100)], [variant('A', 99)], methods, 'standard')).toEqual({
    ending: { as: 'price_changed', changes: [{ sku: 'A', oldPrice: usd(100), newPrice: usd(99) }] },
  });
  const euros = { ...variant('A', 100), price: { amount: 100, currency: 'EUR' } };
  expect(priceCart([line('A', 100)], [euros], methods, 'standard')).toMatchObject({ ending: { as: 'price_changed' } });
});

test('skus that are not for sale are reported before changed prices', () => {
  expect(priceCart([line('A', 100), line('B', 100, 3)], [variant('A', 99)], methods, 'standard')).toEqual({
    ending: { as: 'not_for_sale', shortages: [{ sku: 'B', requested: 3, available: 0 }] },
  });
});

test('errors that the shopper can correct', () => {
  expect(priceCart([], [], methods, 'standard')).toEqual({ invalid: 'empty_cart' });
  expect(priceCart([line('A', 100)], [variant('A', 100)], methods, 'teleport')).toEqual({
    invalid: 'unknown_shipping_method',
  });
  const inEuros = [{ id: 'standard', name: 'Standard', price: { amount: 1, currency: 'EUR' } }];
  expect(priceCart([line('A', 100)], [variant('A', 100)], inEuros, 'standard')).toEqual({
    invalid: 'other_currency',
    detail: expect.stringMatching(/^This shop takes EUR only.*\(USD\)\. It cannot be bought here until/),
  });
  const euros = { amount: 100, currency: 'EUR' };
  const cart = ['A', 'B', 'C', 'D'].map(sku => ({ ...line(sku, 100), title: `Tea ${sku}`, unitPrice: euros }));
  const variants = cart.map(({ sku }) => ({ ...variant(sku, 100), price: euros }));
  expect(priceCart([...cart, line('Z', 100)], [...variants, variant('Z', 100)], methods, 'standard')).toEqual({
    invalid: 'other_currency',
    detail: expect.stringMatching(
      /USD only.*: Tea A \(EUR\), Tea B \(EUR\), Tea C \(EUR\), 1 more\. Take that out of the cart, and the rest/,
    ),
  });
  const dear = 99_999_999 - 499;
  const dearest = 99_999_999 - 498;
  expect(priceCart([line('A', dear)], [variant('A', dear)], methods, 'standard')).toHaveProperty(
    'plan.totals.total.amount',
    99_999_999,
  );
  expect(priceCart([line('A', dearest)], [variant('A', dearest)], methods, 'standard')).toEqual({
    invalid: 'total_too_large',
  });
});

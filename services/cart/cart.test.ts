import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Cart } from '../../generated/cart/types.ts';
import {
  type CompletePricesAndStock,
  changeCart,
  emptyCart,
  lastQuantities,
  MAX_LINES,
  mergeLines,
  type Offer,
  refreshCart,
} from './cart.ts';

const ID = '0190a6e0-7c1d-7000-8000-000000000002';
const EXPIRES = '2026-12-22T10:00:00.000Z';
const options = { seed: 20261122, numRuns: 200 };

const skus = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const lines = fc.array(fc.record({ sku: skus, quantity: fc.integer({ min: 1, max: 20 }) }), {
  minLength: 1,
  maxLength: 10,
});
const changes = fc.array(fc.record({ sku: skus, quantity: fc.integer({ min: 0, max: 20 }) }), {
  minLength: 1,
  maxLength: 10,
});

function current(
  prices: Record<string, number>,
  stock: Record<string, number>,
  currency = 'USD',
): CompletePricesAndStock {
  const offers = Object.entries(prices).map(([sku, amount]): [string, Offer] => [
    sku,
    { sku, slug: sku, title: sku, price: { amount, currency } },
  ]);
  return { offers: new Map(offers), stock: new Map(Object.entries(stock)) };
}

const plenty = { a: 1_000, b: 1_000, c: 1_000, d: 1_000, e: 1_000 };
const prices = { a: 101, b: 250, c: 399, d: 5, e: 1_999 };
const markets = fc
  .record({ a: fc.nat(5_000), b: fc.nat(5_000), c: fc.nat(5_000), d: fc.nat(5_000), e: fc.nat(5_000) })
  .map(amounts => current(amounts, plenty));

function made(
  wanted: Map<string, number>,
  from: CompletePricesAndStock = current(prices, plenty),
  cart: Cart = emptyCart(ID, EXPIRES),
): Cart {
  const outcome = changeCart(cart, wanted, from, EXPIRES);
  if ('refused' in outcome) throw new Error(outcome.refused.reason);
  return outcome.cart;
}

const adds = (cart: Cart) => {
  expect(cart.lines.every(line => line.lineTotal.amount === line.unitPrice.amount * line.quantity)).toBe(true);
  expect(cart.subtotal.amount).toBe(cart.lines.reduce((sum, line) => sum + line.lineTotal.amount, 0));
  expect(new Set(cart.lines.map(line => line.sku)).size).toBe(cart.lines.length);
};

describe('a cart', () => {
  test('always adds up, and has one line a sku, whatever is put in and changed', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.tuple(changes, markets), { maxLength: 5 }), (first, rest) => {
        let cart = made(mergeLines(first));
        adds(cart);
        for (const [change, today] of rest) {
          cart = made(lastQuantities(change), today, cart);
          adds(cart);
          for (const [sku, quantity] of lastQuantities(change))
            expect(cart.lines.find(line => line.sku === sku)?.quantity ?? 0).toBe(quantity);
        }
      }),
      options,
    );
  });

  test('is the same after the same change twice', () => {
    fc.assert(
      fc.property(lines, changes, (first, change) => {
        const once = made(lastQuantities(change), undefined, made(mergeLines(first)));
        expect(made(lastQuantities(change), undefined, once)).toEqual(once);
      }),
      options,
    );
  });

  test('shows a price that changed beside the old one exactly once', () => {
    fc.assert(
      fc.property(lines, markets, (first, today) => {
        const before = made(mergeLines(first));
        const once = refreshCart(before, today);
        for (const [at, line] of once.lines.entries()) {
          const old = before.lines[at]?.unitPrice;
          expect(line.previousUnitPrice).toEqual(line.unitPrice.amount === old?.amount ? undefined : old);
        }
        expect(refreshCart(once, today).lines.some(line => line.previousUnitPrice)).toBe(false);
        adds(once);
      }),
      options,
    );
  });

  test('refuses exactly what exceeds the stock, and reports the available units', () => {
    fc.assert(
      fc.property(
        lines,
        fc.record({ a: fc.nat(20), b: fc.nat(20), c: fc.nat(20), d: fc.nat(20), e: fc.nat(20) }),
        (first, stock) => {
          const wanted = mergeLines(first);
          const outcome = changeCart(emptyCart(ID, EXPIRES), wanted, current(prices, stock), EXPIRES);
          const short = [...wanted].filter(
            ([sku, quantity]) => quantity > (new Map(Object.entries(stock)).get(sku) ?? 0),
          );
          expect('refused' in outcome).toBe(short.length > 0);
          if ('refused' in outcome && outcome.refused.reason === 'not_enough_stock') {
            expect(outcome.refused.shortages.map(({ sku, requested }) => [sku, requested])).toEqual(short);
          }
        },
      ),
      options,
    );
  });

  test('names every sku that is not for sale', () => {
    const outcome = changeCart(
      emptyCart(ID, EXPIRES),
      new Map([
        ['a', 1],
        ['x', 1],
        ['y', 2],
      ]),
      current(prices, plenty),
      EXPIRES,
    );
    expect(outcome).toEqual({ refused: { reason: 'unknown_sku', skus: ['x', 'y'] } });
  });

  test('removes lines that are unknown or out of stock without a look-up', () => {
    const cart = made(
      new Map([
        ['a', 5],
        ['b', 1],
      ]),
    );
    const outcome = changeCart(
      cart,
      new Map([
        ['a', 0],
        ['x', 0],
      ]),
      current({}, {}),
      EXPIRES,
    );
    expect('cart' in outcome && outcome.cart.lines.map(line => line.sku)).toEqual(['b']);
  });

  test('changes a line while another one is out of stock', () => {
    const cart = made(
      new Map([
        ['a', 5],
        ['b', 1],
      ]),
    );
    expect(
      made(new Map([['b', 2]]), current(prices, { a: 1, b: 2 }), cart).lines.map(line => [
        line.quantity,
        line.available,
      ]),
    ).toEqual([
      [5, 1],
      [2, 2],
    ]);
  });

  test('keeps a withdrawn sku at its last price, and it cannot be bought', () => {
    const cart = refreshCart(made(new Map([['a', 2]])), current({ b: 1 }, plenty));
    expect(cart.lines[0]).toMatchObject({ unitPrice: { amount: 101 }, available: 0, purchasable: false });
    expect(cart.subtotal).toEqual({ amount: 202, currency: 'USD' });
  });

  test('shows the last known values when a service is unavailable', () => {
    const cart = made(new Map([['a', 2]]));
    expect(refreshCart(cart, {})).toEqual(cart);
    expect(refreshCart(cart, { stock: new Map([['a', 7]]) }).lines[0]).toMatchObject({
      available: 7,
      unitPrice: { amount: 101 },
    });
  });

  test('holds one currency', () => {
    const cart = made(new Map([['a', 1]]));
    const mixed = changeCart(cart, new Map([['b', 1]]), { ...current({ b: 1 }, plenty, 'EUR') }, EXPIRES);
    expect(mixed).toEqual({ refused: { reason: 'currency_mix', currencies: ['USD', 'EUR'] } });
    const emptied = made(new Map([['a', 0]]), undefined, cart);
    expect(emptied.subtotal).toEqual({ amount: 0, currency: 'USD' });
    expect(made(new Map([['b', 1]]), current({ b: 3 }, plenty, 'EUR'), emptied).subtotal).toEqual({
      amount: 3,
      currency: 'EUR',
    });
  });

  test('refuses quantities beyond exact integers, and more lines than an order may have', () => {
    const huge = current({ a: 100_000_000, b: 100_000_000 }, { a: 1e9, b: 1e9 });
    expect(
      changeCart(
        emptyCart(ID, EXPIRES),
        new Map([
          ['a', 90_000_000],
          ['b', 90_000_000],
        ]),
        huge,
        EXPIRES,
      ),
    ).toEqual({ refused: { reason: 'total_too_large' } });
    const many = Array.from({ length: MAX_LINES + 1 }, (_, at) => `s${at}`);
    const wide = current(Object.fromEntries(many.map(sku => [sku, 1])), Object.fromEntries(many.map(sku => [sku, 1])));
    expect(changeCart(emptyCart(ID, EXPIRES), new Map(many.map(sku => [sku, 1])), wide, EXPIRES)).toEqual({
      refused: { reason: 'too_many_lines', lines: MAX_LINES + 1 },
    });
  });
});

import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { until } from '../../../services/platform/testing/until.ts';
import {
  call,
  checkoutRequest,
  createCart,
  emailSubjectsTo,
  findOrder,
  gateway,
  newEmail,
  newKey,
  read,
  shapes,
} from '../api-client.ts';
import { archiveProduct, createProduct, setPrice } from '../test-products.ts';

type Product = z.output<typeof shapes.product>;
let first: Product;
let second: Product;
const sku = (product: Product): string => product.variants[0]?.sku ?? '';
const price = (product: Product): number => product.variants[0]?.price.amount ?? 0;

beforeAll(async () => {
  const { items } = read(await call('GET', '/products?limit=2'), 200, shapes.products);
  if (!items[0] || !items[1]) throw new Error('The shop is empty');
  first = items[0];
  second = items[1];
});

describe('browsing', () => {
  test('products are listed by page, each with a picture that loads', async () => {
    const page = read(await call('GET', '/products?limit=5'), 200, shapes.products);
    const next = read(await call('GET', `/products?limit=5&cursor=${page.nextCursor}`), 200, shapes.products);
    expect(new Set([...page.items, ...next.items].map(item => item.id)).size).toBe(10);
    for (const item of page.items) {
      const picture = await fetch(new URL(item.images[0]?.url ?? '', gateway));
      expect([picture.status, picture.headers.get('content-type'), picture.headers.get('cache-control')]).toEqual([
        200,
        'image/webp',
        expect.stringContaining('immutable'),
      ]);
    }
  });

  test('search finds a product by a word of its title, also when it is mistyped', async () => {
    const word = /[a-z]{5,}/i.exec(first.title)?.[0].toLowerCase() ?? '';
    for (const words of [word, word.slice(0, 2) + word.slice(3)]) {
      const found = read(
        await call('GET', `/search?q=${encodeURIComponent(words)}`),
        200,
        z.object({ items: z.array(z.unknown()), facets: z.object({}) }),
      );
      expect([words, found.items.length > 0]).toEqual([words, true]);
    }
  });
});

describe('buying', () => {
  test('a paid order is shipped with a tracking number, and two e-mails say so', async () => {
    const cart = await createCart({ sku: sku(first), quantity: 2 }, { sku: sku(second), quantity: 1 });
    expect(cart.subtotal.amount).toBe(2 * price(first) + price(second));
    const request = checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa' });
    const key = newKey();
    const bought = read(await call('POST', '/checkout', request, key), 201, shapes.checkout);

    const again = await call('POST', '/checkout', request, key);
    expect(read(again, 201, shapes.checkout)).toEqual(bought);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await call('POST', '/checkout', { ...request, email: newEmail() }, key)).status).toBe(422);
    expect((await call('POST', '/checkout', request)).status).toBe(400);

    const order = await until(
      async () => {
        const now = await findOrder(bought);
        // Events of inventory and of shipping come in any order.
        const isAllocated = now.timeline.some(({ type }) => type === 'stock_allocated');
        return ['shipped', 'delivered'].includes(now.status) && isAllocated && now;
      },
      { describe: 'the order is allocated and shipped' },
    );
    expect(order.totals.total).toEqual(bought.total);
    expect(order.shipments).toEqual([{ trackingNumber: expect.stringMatching(/\w{6,}/) }]);
    expect(order.timeline.map(entry => entry.type)).toEqual(
      expect.arrayContaining(['placed', 'paid', 'stock_allocated', 'shipped']),
    );

    const mails = await until(
      async () => {
        const found = await emailSubjectsTo(request.email);
        return found.length >= 2 && found;
      },
      { describe: 'two e-mails' },
    );
    expect(mails).toHaveLength(2);

    expect((await call('GET', `/orders/${order.id}`, undefined, { 'x-order-token': 'wrong' })).status).toBe(404);
    expect((await call('GET', `/orders/${order.id}`)).status).toBe(401);
    await until(async () => (await call('GET', `/cart/${cart.id}`)).status === 404, {
      describe: 'the cart is deleted',
    });
  });

  test('a declined card buys nothing: the problem says why, and the stock is back', async () => {
    const left = async () => (await createCart({ sku: sku(second), quantity: 1 })).lines[0]?.available;
    const before = await left();
    const cart = await createCart({ sku: sku(second), quantity: 3 });
    const declined = await call(
      'POST',
      '/checkout',
      checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa_chargeDeclinedInsufficientFunds' }),
      newKey(),
    );
    expect(read(declined, 402, shapes.problem)).toMatchObject({ declineCode: 'insufficient_funds' });
    await until(async () => (await left()) === before, { describe: 'the stock is back' });
  });

  test('a price that changed since the cart was read is returned, old and new, and nothing is bought', async () => {
    const priced = await createProduct({ name: 'Priced', price: 500, stock: 5 });
    const cart = await createCart({ sku: priced.sku, quantity: 1 });
    await setPrice(priced, 650);

    const conflict = await call(
      'POST',
      '/checkout',
      checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa' }),
      newKey(),
    );
    const change = {
      sku: priced.sku,
      oldPrice: { amount: 500, currency: 'USD' },
      newPrice: { amount: 650, currency: 'USD' },
    };
    expect(read(conflict, 409, shapes.problem)).toMatchObject({ code: 'price_changed', changes: [change] });
    const seen = await until(
      async () => {
        const now = read(await call('GET', `/cart/${cart.id}`), 200, shapes.cart);
        return now.subtotal.amount === 650;
      },
      { describe: 'the cart shows the new price' },
    );
    expect(seen).toBe(true);
    expect(
      (await call('POST', '/checkout', checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa' }), newKey())).status,
    ).toBe(201);
    await archiveProduct(priced);
  });
});

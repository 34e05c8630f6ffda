import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { until } from '../../../services/platform/testing/until.ts';
import { call, checkoutRequest, createCart, findOrder, newKey, read, shapes } from '../api-client.ts';
import { adminSession, archiveProduct, createProduct, type TestProduct } from '../test-products.ts';

const STOCK = 50;
const BUYERS = 200;

let rare: TestProduct;
beforeAll(async () => {
  rare = await createProduct({ name: 'Rare', stock: STOCK });
});
// The other tests of this folder expect the seeded shop, in any order.
afterAll(() => archiveProduct(rare));

test(`${BUYERS} concurrent buyers get exactly the ${STOCK} units in stock, and only they are charged`, async () => {
  const carts = await Promise.all(Array.from({ length: BUYERS }, () => createCart({ sku: rare.sku, quantity: 1 })));
  const buy = async (cartId: string) => {
    const request = checkoutRequest(cartId, { paymentMethod: 'pm_card_visa' });
    const key = newKey();
    return until(
      async () => {
        const response = await call('POST', '/checkout', request, key);
        return response.status !== 503 && response;
      },
      { describe: 'a response', timeoutMs: 120_000 },
    );
  };
  const responses = await Promise.all(carts.map(cart => buy(cart.id)));
  const bought = responses
    .filter(response => response.status === 201)
    .map(response => read(response, 201, shapes.checkout));
  const refused = responses
    .filter(response => response.status !== 201)
    .map(response => read(response, 409, shapes.problem));
  expect([bought.length, refused.length]).toEqual([STOCK, BUYERS - STOCK]);
  expect(refused.every(problem => Array.isArray(problem.shortages))).toBe(true);

  for (const order of bought) {
    await until(async () => ['shipped', 'delivered'].includes((await findOrder(order)).status), {
      describe: 'every order is shipped',
      timeoutMs: 60_000,
    });
  }
  const levels = read(
    await call('GET', `/admin/inventory/levels?sku=${rare.sku}`, undefined, await adminSession()),
    200,
    z.object({ items: z.array(z.object({ onHand: z.int(), reserved: z.int() })) }),
  );
  expect(levels.items).toEqual([{ onHand: 0, reserved: 0 }]);
}, 240_000);

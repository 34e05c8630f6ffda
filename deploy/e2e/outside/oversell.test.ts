import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { until } from '../../../services/platform/testing/until.ts';
import { adminSession, type Goods, newGoods, withdraw } from '../goods.ts';
import { call, findOrder, newCart, newKey, purchase, read, shapes } from '../outside.ts';

const STOCK = 50;
const BUYERS = 200;

let rare: Goods;
beforeAll(async () => {
  rare = await newGoods({ name: 'Rare', stock: STOCK });
});
// The other tests of this folder expect the shop as it is seeded, whichever comes first.
afterAll(() => withdraw(rare));

test(`${BUYERS} buyers at once get exactly the ${STOCK} units there are, and only they are charged`, async () => {
  const carts = await Promise.all(Array.from({ length: BUYERS }, () => newCart({ sku: rare.sku, quantity: 1 })));
  const buy = async (cartId: string) => {
    const wanted = purchase(cartId, { paymentMethod: 'pm_card_visa' });
    const key = newKey();
    return until(
      async () => {
        const answer = await call('POST', '/checkout', wanted, key);
        return answer.status !== 503 && answer;
      },
      { describe: 'an answer', timeoutMs: 120_000 },
    );
  };
  const answers = await Promise.all(carts.map(cart => buy(cart.id)));
  const bought = answers.filter(answer => answer.status === 201).map(answer => read(answer, 201, shapes.checkout));
  const refused = answers.filter(answer => answer.status !== 201).map(answer => read(answer, 409, shapes.problem));
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

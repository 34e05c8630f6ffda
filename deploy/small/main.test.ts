import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buyCart, createProducts, fillCart, untilDone } from '../../bench/order-client.ts';
import { useOrderSystem } from '../../bench/testing/use-order-system.ts';

const running = useOrderSystem({ together: true });

test('services in one process take an order from cart to delivered', async () => {
  const { system, direct } = running();
  expect(Object.keys(system.pids)).toEqual(['stripe', 'services']);
  const [sku = ''] = await createProducts(system, 1);
  const order = await buyCart(system, await fillCart(system, [{ sku, quantity: 2 }]));
  await untilDone(direct);
  const isDelivered = await direct.number(
    'orders',
    "SELECT count(*) FROM orders WHERE id = $1 AND status = 'delivered'",
    [order.id],
  );
  expect(isDelivered).toBe(1);
  expect(await direct.number('notifications', "SELECT count(*) FROM messages WHERE status = 'sent'")).toBeGreaterThan(
    0,
  );
}, 120_000);

test('each counts its own load', async () => {
  const { urls } = running().system;
  const loadOf = async (service: 'orders' | 'gateway') => {
    const response = await fetch(`${urls[service]}/health/flow`);
    return (await response.json()).load;
  };
  expect(await loadOf('gateway')).toMatchObject({ consumed: 0, published: 0 });
  const { consumed, published } = await loadOf('orders');
  expect(consumed).toBeGreaterThan(0);
  expect(published).toBeGreaterThan(0);
});

test('a wrong name, and a missing variable, are told before anything runs', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
      env: { PATH: process.env.PATH },
      encoding: 'utf8',
    });
  expect(run('order')).toMatchObject({ status: 1 });
  expect(run('orders')).toMatchObject({
    status: 78,
    stderr: expect.stringMatching(/^Configuration: PORT is missing; .*\n$/),
  });
});

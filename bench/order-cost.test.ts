import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type DirectClients, directClients } from './order-client.ts';
import { countOrders } from './order-count.ts';
import { orderLimits } from './order-limits.ts';
import { type OrderSystem, orderServices, startOrderSystem } from './order-system.ts';

let system: OrderSystem;
let direct: DirectClients;
beforeAll(async () => {
  system = await startOrderSystem({ counted: true });
  direct = directClients(system);
}, 120_000);
afterAll(async () => {
  await direct?.close();
  await system?.close();
}, 60_000);

test('an order costs no more statements and transactions than its limits', async () => {
  const costs = await countOrders(system, direct, 5);
  const over = orderServices.flatMap(service => {
    const cost = costs.get(service);
    const { statements, transactions } = orderLimits[service];
    return cost && cost.statements <= statements && cost.transactions <= transactions ? [] : [[service, cost]];
  });
  expect(over).toEqual([]);
}, 240_000);

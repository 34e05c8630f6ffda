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

const RUNS = 3;

// On a busy machine what one order publishes is relayed in more batches than usual, so the best of some runs counts.
test('an order costs no more statements and transactions than its limits', async () => {
  let over: unknown[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const costs = await countOrders(system, direct, 5);
    over = orderServices.flatMap(service => {
      const cost = costs.get(service);
      const { statements, transactions } = orderLimits[service];
      return cost && cost.statements <= statements && cost.transactions <= transactions ? [] : [[service, cost]];
    });
    if (over.length === 0) break;
  }
  expect(over).toEqual([]);
}, 300_000);

import { afterAll, beforeAll } from '@jest/globals';
import { type DirectClients, directClients } from '../order-client.ts';
import { type OrderSystem, type OrderSystemOptions, startOrderSystem } from '../order-system.ts';

interface RunningSystem {
  system: OrderSystem;
  direct: DirectClients;
}

/** Starts the services of an order before the tests of a suite, and ends them after. */
export function useOrderSystem(options: OrderSystemOptions): () => RunningSystem {
  let running: RunningSystem | undefined;
  beforeAll(async () => {
    const system = await startOrderSystem(options);
    running = { system, direct: directClients(system) };
  }, 120_000);
  afterAll(async () => {
    await running?.direct.close();
    await running?.system.close();
  }, 60_000);
  return () => {
    if (!running) throw new Error('The services of an order did not start');
    return running;
  };
}

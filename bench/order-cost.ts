import { directClients } from './order-client.ts';
import { countOrders } from './order-count.ts';
import { startOrderSystem } from './order-system.ts';

/**
 * What an order costs in PostgreSQL, from cart to delivered, by service: statements, transactions, commits and round
 * trips, and with `--texts` which statements. Starts the services of an order on the servers that the environment
 * names. `ORDERS` says how many are placed, one after the other.
 */
const orders = Number(process.env.ORDERS ?? 10);
const isDetailed = process.argv.includes('--texts');

const system = await startOrderSystem({ counted: true });
const direct = directClients(system);
try {
  const costs = [...(await countOrders(system, direct, orders))];
  const row = (cells: readonly (string | number)[]) =>
    process.stdout.write(`| ${cells.map(cell => (typeof cell === 'number' ? cell.toFixed(1) : cell)).join(' | ')} |\n`);
  row(['service', 'statements', 'transactions', 'commits', 'round trips']);
  row(['---', '---', '---', '---', '---']);
  for (const [service, cost] of costs)
    row([service, cost.statements, cost.transactions, cost.commits, cost.roundTrips]);
  const sum = (of: 'statements' | 'transactions' | 'commits' | 'roundTrips') =>
    costs.reduce((total, [, cost]) => total + cost[of], 0);
  row(['an order', sum('statements'), sum('transactions'), sum('commits'), sum('roundTrips')]);
  if (isDetailed)
    for (const [service, { texts }] of costs)
      for (const [text, count] of texts)
        process.stdout.write(`${service}\t${count.toFixed(1)}\t${text.slice(0, 200)}\n`);
} finally {
  await direct.close();
  await system.close();
}

import { createUsage, type Usage } from '../contracts/codegen/runtime/usage-counter.ts';
import { createOrdersClient } from '../generated/orders/client.ts';
import { observeCalls } from '../services/platform/observability/usage.ts';

/**
 * What measuring use costs the process that calls: CPU microseconds of one call of a generated client, whose answer has
 * twenty lines of which each field is read. The network is left out.
 */
const CALLS = Number(process.env.CALLS ?? 20_000);
const ROUNDS = 5;

const line = { sku: 'AA-1', title: 'Bananas', quantity: 2, unitPrice: { amount: 199, currency: 'USD' } };
const answer = JSON.stringify({ id: '1', number: 'C-1', lines: Array.from({ length: 20 }, () => line) });

async function microseconds(usage: Usage | undefined): Promise<number> {
  const client = createOrdersClient({
    baseUrl: 'http://orders',
    fetch: async () => new Response(answer, { headers: { 'content-type': 'application/json' } }),
    ...observeCalls('checkout', 'orders', usage),
  });
  let sum = 0;
  const begin = process.cpuUsage();
  for (let call = 0; call < CALLS; call += 1) {
    const { status, body } = await client.getOrder({ path: { orderId: '1' } });
    if (status === 200) for (const { quantity, unitPrice } of body.lines) sum += quantity * unitPrice.amount;
  }
  const { user, system } = process.cpuUsage(begin);
  if (sum !== CALLS * 20 * 398) throw new Error('The answers were not read');
  return (user + system) / CALLS;
}

const cases: [name: string, usage: () => Usage | undefined][] = [
  ['not measured', () => undefined],
  ['counted, no fields (`USAGE_SAMPLE=0`)', () => createUsage(0)],
  ['fields of 1 % (`USAGE_SAMPLE=0.01`)', () => createUsage(0.01)],
  ['fields of all (`USAGE_SAMPLE=1`)', () => createUsage(1)],
];
for (const [, usage] of cases) await microseconds(usage());
const best = new Map<string, number>();
for (let round = 0; round < ROUNDS; round += 1)
  for (const [name, usage] of cases)
    best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, await microseconds(usage())));
process.stdout.write('| | CPU µs a call |\n|---|---|\n');
for (const [name, time] of best) process.stdout.write(`| ${name} | ${time.toFixed(1)} |\n`);

import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceToken } from '../services/platform/http/auth.ts';
import { TEST_SERVICE_KEY } from '../services/platform/testing/identity.ts';
import { directClients, send } from './order-client.ts';
import { setProviderLatency, startOrderSystem } from './order-system.ts';

/**
 * Captures a second while the payment provider takes 2 and 300 ms for each request: `CAPTURES` payments are authorized,
 * their parcels leave all at once, and the time is taken until the last one is captured.
 */
const captures = Number(process.env.CAPTURES ?? 500);

const REQUEST_ALL = `
WITH requested AS (UPDATE payments SET capture_wanted = true WHERE status = 'authorized' RETURNING id)
INSERT INTO jobs (id, queue, key, payload, next_at) SELECT gen_random_uuid(), 'settlement', id::text, '{}', now() FROM requested
ON CONFLICT (queue, key) DO UPDATE SET next_at = now(), version = jobs.version + 1`;

const system = await startOrderSystem({ only: ['stripe', 'payments'] });
const direct = directClients(system);
try {
  const body = {
    amount: { amount: 701, currency: 'USD' },
    email: 'ada@example.com',
    paymentMethod: 'pm_card_visa',
    returnUrl: 'http://127.0.0.1:3000/orders/1',
  };
  for (const providerMs of [2, 300]) {
    await setProviderLatency(system, 0);
    for (let made = 0; made < captures; made += 10) {
      const authorization = `Bearer ${serviceToken({ caller: 'checkout', target: 'payments', key: TEST_SERVICE_KEY })}`;
      const expiresAt = new Date(Date.now() + 40 * 60_000).toISOString();
      const request = () =>
        send(
          `${system.urls.payments}/internal/payments/${randomUUID()}`,
          'PUT',
          { ...body, expiresAt },
          { authorization },
        );
      await Promise.all(Array.from({ length: 10 }, request));
    }
    await setProviderLatency(system, providerMs);
    const load = loadavg()[0]?.toFixed(1);
    const began = performance.now();
    await direct.number('payments', REQUEST_ALL);
    while ((await direct.number('payments', `SELECT count(*) FROM payments WHERE status <> 'captured'`)) > 0)
      await sleep(50);
    const seconds = (performance.now() - began) / 1_000;
    process.stdout.write(
      `provider ${providerMs} ms: ${(captures / seconds).toFixed(0)} captures/s (${captures} in ${seconds.toFixed(1)} s, load ${load})\n`,
    );
  }
} finally {
  await direct.close();
  await system.close();
}

import { pino } from 'pino';
import { createSandbox } from './sandbox.ts';

const log = pino({ name: 'stripe-sandbox', level: process.env.LOG_LEVEL ?? 'info' });
const port = Number(process.env.PORT ?? 4012);
const host = process.env.HOST ?? '127.0.0.1';
const listOf = (value = ''): string[] =>
  value
    .split(',')
    .map(item => item.trim())
    .filter(Boolean);
const webhookUrls = listOf(process.env.STRIPE_WEBHOOK_URL);
const webhookSecret = process.env.STRIPE_WEBHOOK_SECRET ?? '';

if (webhookUrls.length > 0 && !webhookSecret) {
  log.fatal('STRIPE_WEBHOOK_SECRET is missing: STRIPE_WEBHOOK_URL is set, and webhooks must be signed.');
  process.exit(1);
}

const sandbox = createSandbox({
  stateFolder: process.env.SANDBOX_STATE,
  publicUrl: (process.env.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/$/, ''),
  webhookUrls,
  webhookEvents: listOf(process.env.STRIPE_WEBHOOK_EVENTS),
  webhookSecret,
  merchant: process.env.SANDBOX_MERCHANT ?? 'Covenant',
  log,
});

sandbox.server.listen(port, host, () =>
  log.info({ host, port, webhookUrls, state: process.env.SANDBOX_STATE ?? 'memory' }, 'listening'),
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}

import fs from 'node:fs';
import path from 'node:path';
import { webhookEvents } from '../../../services/payments/webhook-events.ts';
import { root } from '../folders.ts';
import type { Place, Server } from './server.ts';

const program = path.join(root, 'deploy/local/stripe/main.ts');
const data = (place: Place): string => path.join(place.state, 'stripe');
const url = (place: Place): string => `http://127.0.0.1:${place.ports.stripe}`;

/** Our own sandbox that speaks Stripe's API, for as long as there is no `STRIPE_SECRET_KEY`. */
export const stripe: Server = {
  name: 'stripe',
  title: 'Stripe sandbox',
  given: ['STRIPE_SECRET_KEY'],
  elsewhere: { STRIPE_API_BASE: 'https://api.stripe.com' },
  ports: ['stripe'],
  needs: { run: [], build: [] },
  stop: { signal: 'SIGTERM', timeoutMs: 5000 },

  async provision() {},

  async prepare(place) {
    fs.mkdirSync(data(place), { recursive: true });
  },

  command: place => ({
    program: process.execPath,
    args: [program],
    cwd: root,
    environment: {
      PATH: process.env.PATH,
      PORT: String(place.ports.stripe),
      PUBLIC_URL: `http://localhost:${place.ports.stripe}`,
      SANDBOX_STATE: data(place),
      STRIPE_WEBHOOK_URL: `http://127.0.0.1:${place.ports.gateway}/payments/webhooks/stripe`,
      STRIPE_WEBHOOK_EVENTS: webhookEvents.join(','),
      STRIPE_WEBHOOK_SECRET: place.secrets.stripeWebhook,
    },
  }),

  async answers(place) {
    await fetch(url(place), { signal: AbortSignal.timeout(2000) });
  },

  environment: place => ({
    STRIPE_SECRET_KEY: 'sk_test_covenant',
    STRIPE_WEBHOOK_SECRET: place.secrets.stripeWebhook,
    STRIPE_API_BASE: url(place),
  }),
};

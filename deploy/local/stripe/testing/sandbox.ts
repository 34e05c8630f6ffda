import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';
import { until } from '../../../../services/platform/testing/until.ts';
import { freePorts } from '../../ports.ts';
import type { Faults } from '../faults.ts';

export const WEBHOOK_SECRET = 'whsec_test_secret';

/** Listens on a free port and returns it. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  return address.port;
}

/** The sandbox as its own process, on a port and in a folder of its own. */
export interface RunningSandbox {
  url: string;
  stripe: Stripe;
  /** SDK client with other options, such as retries. */
  client(options?: Partial<ConstructorParameters<typeof Stripe>[1]>): Stripe;
  setFaults(faults: { api?: Partial<Faults['api']>; webhooks?: Partial<Faults['webhooks']> }): Promise<void>;
  clearFaults(): Promise<void>;
  advance(seconds: number): Promise<void>;
  /** One of the sandbox's own actions, `POST /sandbox/<action>`; its answer. */
  control(action: string, body: object): Promise<unknown>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Starts it again on the same state. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** `prepare` may put something into the folder of the state before the sandbox starts for the first time. */
export async function startSandbox(
  webhookUrls: readonly string[] = [],
  prepare?: (folder: string) => void,
  webhookEvents: readonly string[] = [],
): Promise<RunningSandbox> {
  const [port = 0] = await freePorts(1);
  const folder = mkdtempSync(join(tmpdir(), 'stripe-sandbox-'));
  prepare?.(folder);
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(process.execPath, [fileURLToPath(new URL('../main.ts', import.meta.url))], {
      env: {
        ...process.env,
        PORT: String(port),
        PUBLIC_URL: url,
        SANDBOX_STATE: folder,
        STRIPE_WEBHOOK_URL: webhookUrls.join(','),
        STRIPE_WEBHOOK_EVENTS: webhookEvents.join(','),
        STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await until(async () => (await fetch(`${url}/sandbox/health`)).ok, {
      describe: 'the sandbox is up',
    });
  };
  const end = async (signal: NodeJS.Signals) => {
    const running = child;
    if (running?.exitCode !== null || running.signalCode !== null) return;
    const over = new Promise(resolve => running.once('exit', resolve));
    running.kill(signal);
    await over;
  };
  const send = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${url}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  };
  const client: RunningSandbox['client'] = options =>
    new Stripe('sk_test_covenant', {
      host: '127.0.0.1',
      port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
      ...options,
    });
  await start();
  return {
    url,
    stripe: client(),
    client,
    setFaults: async faults => void (await send('POST', '/sandbox/faults', faults)),
    clearFaults: async () => void (await send('DELETE', '/sandbox/faults')),
    advance: async seconds => void (await send('POST', '/sandbox/clock', { advanceSeconds: seconds })),
    control: (action, body) => send('POST', `/sandbox/${action}`, body),
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Received {
  headers: IncomingHttpHeaders;
  payload: string;
  event: Stripe.Event;
}

/** A webhook endpoint that verifies the signature of everything it gets, the way a merchant's does. */
export interface Endpoint {
  url: string;
  received: Received[];
  /** What the endpoint answers from now on. */
  answerWith(status: number): void;
  ofType(type: string): Received[];
  close(): Promise<void>;
}

export async function openEndpoint(): Promise<Endpoint> {
  const received: Received[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const payload = Buffer.concat(chunks).toString();
      const event = Stripe.webhooks.constructEvent(
        payload,
        String(request.headers['stripe-signature']),
        WEBHOOK_SECRET,
      );
      received.push({ headers: request.headers, payload, event });
      response.writeHead(status).end();
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/webhooks/stripe`,
    received,
    answerWith(next) {
      status = next;
    },
    ofType: type => received.filter(one => one.event.type === type),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const RETURN_URL = 'https://shop.example/return';

/** A PaymentIntent confirmed at once with this card. */
export const payWith = (stripe: Stripe, card: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({
    amount: 2500,
    currency: 'usd',
    confirm: true,
    payment_method: card,
    return_url: RETURN_URL,
    ...more,
  });

/** The error of a call that must fail. */
export async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('The call was expected to fail');
}

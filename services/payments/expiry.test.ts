import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  listen,
  type RunningSandbox,
  startSandbox,
  WEBHOOK_SECRET,
} from '../../deploy/local/stripe/testing/sandbox.ts';
import { newId } from '../platform/ids.ts';
import { createStripe } from './stripe.ts';
import { requestFor } from './testing/suite.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

/** The sandbox behind an address where `before` runs between a request to close a page and its effect. */
async function withClosing(before: () => Promise<void>) {
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    if (path.endsWith('/expire')) await before();
    const { method = 'GET', headers } = request;
    const body = method === 'GET' ? null : await text(request);
    const answer = await fetch(`${sandbox.url}${path}`, {
      method,
      body,
      headers: { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' },
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  const apiBase = `http://127.0.0.1:${await listen(server)}`;
  return {
    provider: createStripe({ secretKey: 'sk_test_covenant', webhookSecret: WEBHOOK_SECRET, apiBase }),
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function pay(url: string): Promise<number> {
  const body = { attempt: 'attempt1', email: 'a@example.com', name: 'Ada', number: '4242424242424242' };
  const form = new URLSearchParams({ ...body, expiry: '12 / 40', cvc: '123' });
  return (await fetch(url, { method: 'POST', body: form, redirect: 'manual' })).status;
}

/** An open page, and a provider for which somebody pays on it while it is being closed, where `paid` says so. */
async function pageBeingClosed(paid: boolean) {
  const { path, body: request } = requestFor();
  const about = { paymentId: newId(), orderId: path.orderId, request };
  let url = '';
  const { provider, close } = await withClosing(async () => {
    if (paid) expect(await pay(url)).toBe(303);
  });
  const page = await provider.createPayment(about.paymentId, provider.buildRequest(about, new Date()));
  url = page.redirectUrl ?? '';
  return { provider, reference: page.reference ?? '', url, [Symbol.asyncDispose]: close };
}

test('a page that is paid while its order is being cancelled: the money is released', async () => {
  await using page = await pageBeingClosed(true);
  expect(await page.provider.cancelAuthorization(page.reference)).toMatchObject({ status: 'cancelled', captured: 0 });
});

test('a page that is paid while its deadline passes is paid', async () => {
  await using page = await pageBeingClosed(true);
  expect(await page.provider.close(page.reference)).toMatchObject({ status: 'authorized' });
});

test.each(['close', 'cancelAuthorization'] as const)('after %s nobody can pay', async how => {
  await using page = await pageBeingClosed(false);
  expect(await page.provider[how](page.reference)).toMatchObject({ status: 'expired' });
  expect(await pay(page.url)).toBe(410);
});

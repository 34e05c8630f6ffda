import { beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../platform/testing/until.ts';
import { page } from './testing/edge.ts';
import { cacheOf, frontForEach, shared } from './testing/front.ts';

const at = frontForEach();
/** As browsers ask for what is opened in a tab. */
const opened = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const problem = {
  status: 503,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'retry-after': '2' },
};
const told = {
  status: 503,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '2' },
};

const behind = (app: 'shop' | 'console') => [
  { prefix: '/', origin: at.origin.url, strip: false, app },
  { prefix: '/api', origin: at.origin.url, strip: true },
];

describe('while the server behind does not answer', () => {
  beforeEach(async () => {
    await at.restart({ routes: behind('shop') });
    await at.origin.stop();
  });

  test('who opens a page of the shop is told so by a page', async () => {
    const answer = await at.call('/products/bananas', { headers: opened });
    expect(answer).toMatchObject(told);
    expect(answer.text).toContain('<h1>The shop cannot be reached right now</h1>');
    expect(answer.text).toContain('What is in your cart is kept');
    expect(await at.call('/', { method: 'HEAD', headers: opened })).toMatchObject({ ...told, text: '' });
  });

  test('who opens the console is told of the console', async () => {
    await at.restart({ routes: behind('console') });
    await at.origin.stop().catch(() => {});
    expect((await at.call('/orders', { headers: opened })).text).toContain(
      '<h1>The console cannot be reached right now</h1>',
    );
  });

  test.each([
    ['what a script asks for', '/products/bananas', { headers: { accept: '*/*' } }],
    ['a picture', '/media/a.webp', { headers: { accept: 'image/avif,image/webp,*/*;q=0.8' } }],
    ['the gateway, whoever asks', '/api/products', { headers: opened }],
    ['a change by a script', '/cart/lines', { method: 'POST', headers: { accept: 'application/json' }, body: 'sku=a' }],
  ])('%s gets a problem', async (_, path, asking) => {
    const answer = await at.call(path, asking);
    expect(answer).toMatchObject(problem);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 503, title: 'Service Unavailable' });
  });

  test('what was sent is not said to have arrived, nor sent again by itself', async () => {
    const answer = await at.call('/cart/lines', { method: 'POST', headers: opened, body: 'sku=a' });
    expect(answer).toMatchObject(told);
    expect(answer.text).toContain('may not have arrived');
    expect(answer.text).not.toMatch(/<script|http-equiv/);
  });

  test('many who come at once are all told by a page', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => at.call('/products/bananas', { headers: opened })),
    );
    for (const answer of answers) expect(answer).toMatchObject({ ...told, text: expect.stringContaining('<h1>') });
  });
});

test('what is stored is given, however old, and what is not comes as soon as the server is back', async () => {
  await at.restart({ routes: behind('shop') });
  at.count(shared);
  await at.call('/a', { headers: opened });
  await at.origin.stop();
  expect(await at.call('/a', { headers: opened })).toMatchObject({ status: 200, text: page('1') });
  expect(await at.call('/b', { headers: opened })).toMatchObject(told);
  await at.origin.start();
  await until(async () => (await at.call('/b', { headers: opened })).status === 200, { describe: 'the page is there' });
  expect(cacheOf(await at.call('/b', { headers: opened }))).toBe('HIT');
});

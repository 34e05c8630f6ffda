import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { page, startEdge, startOrigin, type TestEdge, type TestOrigin } from './testing/edge.ts';

let origin: TestOrigin;
let edge: TestEdge;

beforeEach(async () => {
  origin = await startOrigin();
  edge = await startEdge({ routes: [{ prefix: '/', origin: origin.url, strip: false }] });
});
afterEach(async () => {
  await edge.stop();
  await origin.stop().catch(() => {});
});

const shared = {
  'cache-control': 'public, max-age=0, s-maxage=60, stale-while-revalidate=600',
  'content-type': 'text/html',
  'surrogate-key': 'product:bananas products',
};

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${edge.url}${path}`, { headers });

describe('what is stored', () => {
  test('a shared answer is asked for once', async () => {
    origin.answer = (_request, response) => response.writeHead(200, shared).end(page('one'));
    const first = await get('/products/bananas');
    expect(first.headers.get('x-cache')).toBe('MISS');
    expect(await first.text()).toBe(page('one'));
    const second = await get('/products/bananas');
    expect(second.headers.get('x-cache')).toBe('HIT');
    expect(await second.text()).toBe(page('one'));
    expect(origin.seen).toHaveLength(1);
  });
});

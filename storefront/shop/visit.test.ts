import { describe, expect, test } from '@jest/globals';
import { currentVisit, newVisit, noteAnswer, readCookie, runVisit } from './visit.ts';

const visit = (cookies: Record<string, string> = {}) =>
  newVisit({ address: '203.0.113.7', origin: 'http://shop.example', cookies: new Map(Object.entries(cookies)) });
const answer = (cacheControl: string, tags?: string) =>
  new Headers({ 'cache-control': cacheControl, ...(tags === undefined ? {} : { 'surrogate-key': tags }) });

describe('what may be kept', () => {
  test('a page is as fresh as the least of its parts, and carries the tags of all of them once', () => {
    const page = visit();
    noteAnswer(page, answer('public, max-age=0, s-maxage=60, stale-while-revalidate=600', 'product:bananas products'));
    noteAnswer(page, answer('public, max-age=0, s-maxage=5, stale-while-revalidate=900', 'products stock:1'));
    expect(page.shared).toEqual({ fresh: 5, stale: 600 });
    expect([...page.tags]).toEqual(['product:bananas', 'products', 'stock:1']);
    expect(page.personal).toBe(false);
  });

  test.each(['no-store', 'private, max-age=60', 'private, s-maxage=60', '', 'max-age=60'])(
    '"%s" in one part keeps the whole out of caches',
    said => {
      const page = visit();
      noteAnswer(page, answer('public, s-maxage=60', 'products'));
      noteAnswer(page, answer(said, 'products'));
      expect(page.personal).toBe(true);
    },
  );

  test('whoever looks at a cookie makes the page personal, whether it is there or not', () => {
    for (const page of [visit({ cart: 'mine' }), visit()]) {
      runVisit(page, () => readCookie('cart'));
      expect(page.personal).toBe(true);
    }
  });
});

test('visits at the same time do not see each other', async () => {
  const seen = await Promise.all(
    ['one', 'other'].map(name =>
      runVisit(visit({ name }), async () => {
        await new Promise(resolve => setImmediate(resolve));
        return readCookie('name');
      }),
    ),
  );
  expect(seen).toEqual(['one', 'other']);
  expect(() => currentVisit()).toThrow('runVisit');
});

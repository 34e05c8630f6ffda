import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCartClient } from '../../generated/cart/client.ts';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import { createSearchClient } from '../../generated/search/client.ts';

/** The storefront's clients against `covenant mock`: no service runs. */
const root = fileURLToPath(new URL('../..', import.meta.url));
let mock: ChildProcess;
let baseUrl: string;

beforeAll(async () => {
  mock = spawn(process.execPath, ['contracts/codegen/covenant.ts', 'mock', '--port', '0'], { cwd: root });
  const [first]: unknown[] = mock.stdout ? await once(mock.stdout, 'data') : [];
  baseUrl = /http:\S+\d/.exec(String(first))?.[0] ?? '';
});
afterAll(async () => {
  mock.kill();
  await once(mock, 'exit');
});

test('the catalog and the search have products', async () => {
  const catalog = createCatalogClient({ baseUrl });
  const listed = await catalog.listProducts({});
  if (listed.status !== 200) throw new Error(`The list answered ${listed.status}`);
  const [product] = listed.body.items;
  expect(product).toMatchObject({ slug: expect.any(String), title: expect.any(String) });
  const slug = product?.slug ?? '';
  expect(await catalog.getProduct({ path: { slug } })).toMatchObject({ status: 200, body: { slug } });
  expect(await createSearchClient({ baseUrl }).searchProducts({ query: { q: 'bananas' } })).toMatchObject({
    status: 200,
    body: { items: [expect.anything()] },
  });
});

test('a cart is there after it was made', async () => {
  const cart = createCartClient({ baseUrl });
  const made = await cart.createCart({ body: { lines: [{ sku: '1082185', quantity: 3 }] } });
  if (made.status !== 201) throw new Error(`Making a cart answered ${made.status}`);
  expect(await cart.getCart({ path: { cartId: made.body.id } })).toMatchObject({ status: 200, body: made.body });
});

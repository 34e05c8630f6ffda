import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { pauseFor } from '../services/platform/backoff.ts';
import { quantile } from './measure.ts';
import { createProducts } from './order-client.ts';
import { writeResults } from './results.ts';
import { placeOrders, type SteadyOrders } from './steady-orders.ts';

/**
 * From the answer to a change of a price until it is seen: `node bench/freshness.ts [--rounds 60] [--checkouts 20]
 * [--write]` on a running shop, where so many orders are placed a second meanwhile. The environment names its
 * `GATEWAY`, `STOREFRONT`, `ADMIN_EMAIL` and `ADMIN_PASSWORD`. An open page does what the storefront's script does: it
 * listens for events of the product, and fetches the page after 150 ms and after 1.2 s.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '60' },
    checkouts: { type: 'string', default: '0' },
    write: { type: 'boolean', default: false },
  },
});
const env = z
  .object({ GATEWAY: z.url(), STOREFRONT: z.url(), ADMIN_EMAIL: z.string(), ADMIN_PASSWORD: z.string() })
  .parse(process.env);

const POLL_MS = 10;
const TIMEOUT_MS = 30_000;
/** As the storefront refreshes an open page after an event (storefront/client/live.tsx), ms. */
const REFRESHES_MS = [150, 1_200];
const PRODUCTS = 10;

const product = z.object({ id: z.string(), slug: z.string() });
const hits = z.object({ items: z.array(z.object({ slug: z.string(), price: z.object({ amount: z.int() }) })) });

async function send(method: string, path: string, body: object, headers: Record<string, string> = {}) {
  const init = { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
  const response = await fetch(env.GATEWAY + path, init);
  if (!response.ok) throw new Error(`${method} ${path} responded ${response.status}: ${await response.text()}`);
  return response;
}

async function signIn(): Promise<Record<string, string>> {
  const { headers } = await send('POST', '/auth/sign-in', { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD });
  const cookies = headers.getSetCookie().map(cookie => cookie.slice(0, cookie.indexOf(';')));
  return { cookie: cookies.join('; ') };
}

/** Polls until a condition holds. @returns how long after `start`, ms */
async function elapsed(start: number, holds: () => Promise<boolean>): Promise<number> {
  while (!(await holds())) {
    if (performance.now() - start > TIMEOUT_MS) throw new Error(`Not seen within ${TIMEOUT_MS} ms`);
    await pauseFor(POLL_MS, AbortSignal.timeout(TIMEOUT_MS));
  }
  return performance.now() - start;
}

const pageHas = async (slug: string, text: string): Promise<boolean> =>
  (await (await fetch(`${env.STOREFRONT}/products/${slug}`)).text()).includes(text);

async function searchHas(title: string, slug: string, amount: number): Promise<boolean> {
  const response = await fetch(`${env.GATEWAY}/search?${new URLSearchParams({ q: title })}`);
  const { items } = hits.parse(await response.json());
  return items.some(item => item.slug === slug && item.price.amount === amount);
}

/** Opens a page: `changed` resolves at the next event of the product. */
async function openFeed(slug: string): Promise<{ changed: Promise<void>; close(): void }> {
  const closing = new AbortController();
  const response = await fetch(`${env.STOREFRONT}/api/live?tag=product:${slug}`, { signal: closing.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!response.ok || !reader) throw new Error(`The feed responded ${response.status}`);
  const changed = (async () => {
    for (let text = ''; !text.includes('event: changed'); ) {
      const { value, done } = await reader.read();
      if (done) throw new Error('The feed ended');
      text += value;
    }
  })();
  changed.catch(() => undefined); // it fails when the feed is closed
  return { changed, close: () => closing.abort() };
}

/** When the page that is open shows a price: at one of its refreshes, or not before the reader loads it again. */
async function openPage(start: number, changed: Promise<void>, slug: string, text: string): Promise<number> {
  await changed;
  const event = performance.now();
  for (const after of REFRESHES_MS) {
    await pauseFor(Math.max(0, event + after - performance.now()), AbortSignal.timeout(TIMEOUT_MS));
    if (await pageHas(slug, text)) return performance.now() - start;
  }
  throw new Error(`${slug} was refreshed without the new price`);
}

const session = await signIn();
const made = [];
for (let index = 0; index < PRODUCTS; index += 1) {
  const sku = `freshness-${randomUUID().slice(0, 8)}`;
  const title = `Freshness ${sku.slice(-8)}`;
  const price = { amount: 500, currency: 'USD' };
  const draft = { title, category: 'Rarities', status: 'active', variants: [{ sku, price }] };
  made.push({ ...product.parse(await (await send('POST', '/admin/products', draft, session)).json()), sku, title });
}
await Promise.all(made.map(({ slug, title }) => elapsed(performance.now(), () => searchHas(title, slug, 500))));

/** A sku that is bought meanwhile, with more stock than there are orders. */
async function createLoad(perSecond: number): Promise<SteadyOrders | undefined> {
  if (perSecond === 0) return undefined;
  const urls = { catalog: env.GATEWAY, inventory: env.GATEWAY };
  const [sku = ''] = await createProducts({ urls, staff: async () => session }, 1);
  return placeOrders(env.GATEWAY, sku, perSecond);
}

const orders = await createLoad(Number(values.checkouts));
const began = performance.now();
const times = { page: [] as number[], search: [] as number[], openPage: [] as number[] };
for (let round = 0; round < Number(values.rounds); round += 1) {
  const { id, slug, sku, title } = made[round % PRODUCTS] ?? { id: '', slug: '', sku: '', title: '' };
  const amount = 10_001 + round;
  const text = `$${(amount / 100).toFixed(2)}`;
  const feed = await openFeed(slug);
  const variants = [{ sku, price: { amount, currency: 'USD' } }];
  await send('PATCH', `/admin/products/${id}`, { variants }, session);
  const start = performance.now();
  const [page, search, open] = await Promise.all([
    elapsed(start, () => pageHas(slug, text)),
    elapsed(start, () => searchHas(title, slug, amount)),
    openPage(start, feed.changed, slug, text),
  ]);
  feed.close();
  times.page.push(page);
  times.search.push(search);
  times.openPage.push(open);
}
const seconds = (performance.now() - began) / 1_000;
const placed = await orders?.stop();
for (const { id } of made) await send('PATCH', `/admin/products/${id}`, { status: 'archived' }, session);

const row = (name: string, found: readonly number[]): string => {
  const sorted = found.toSorted((one, other) => one - other);
  return `| ${name} | ${[0.5, 0.95, 1].map(part => Math.round(quantile(sorted, part))).join(' | ')} |`;
};
const meanwhile = placed
  ? `, ${(placed.placed / seconds).toFixed(1)} checkouts/s meanwhile, ${placed.failed} of them refused`
  : '';
const report = [
  `${values.rounds} changes${meanwhile}, load ${loadavg()[0]?.toFixed(1)}, ms from the answer to the change.`,
  '',
  '| seen in | p50 | p95 | longest |',
  '|---|---|---|---|',
  row('the page, loaded again', times.page),
  row('search', times.search),
  row('the page that is open', times.openPage),
].join('\n');
console.log(report);
if (values.write)
  writeResults(join(import.meta.dirname, 'RESULTS.md'), placed ? 'freshness-under-load' : 'freshness', report);

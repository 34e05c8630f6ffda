import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { routes } from '../../generated/gateway/routes.ts';
import { until } from '../../services/platform/testing/until.ts';
import { useBrowser } from './browser/open.ts';
import { newStaff, type Role, type Staff } from './browser/staff.ts';
import { type Goods, newGoods } from './goods.ts';
import { call, environment, findOrder, newCart, newEmail, newKey, purchase, read, shapes } from './outside.ts';

/** What each role finds in the console, and that the services refuse what it may not do, whatever a page shows. */
const { visit } = useBrowser();
const roles = ['catalog', 'orders', 'support'] as const satisfies Role[];
let goods: Goods;
const people = new Map<Role, Staff>();
const sessions = new Map<Role, Record<string, string>>();

async function sessionOf(body: object, path = '/auth/sign-in'): Promise<Record<string, string>> {
  const answer = await call('POST', path, body);
  const cookie = answer.headers.getSetCookie().map(line => line.split(';')[0]);
  if (cookie.length === 0) throw new Error(`${path} gave ${answer.status}`);
  return { cookie: cookie.join('; ') };
}

beforeAll(async () => {
  goods = await newGoods();
  for (const role of roles) {
    const staff = await newStaff(role);
    people.set(role, staff);
    sessions.set(role, await sessionOf(staff));
  }
});

const adminRoutes = routes.filter(({ gateway }) => gateway === 'admin');
const rolesOf = ({ security }: (typeof routes)[number]) => security.flatMap(scheme => scheme.session ?? []);
/** The address with something in every place that is asked for. */
const addressOf = (openapiPath: string) => openapiPath.replace(/\{[^}]+\}/g, '0190a6e0-7c1d-7000-8000-00000000dead');

/**
 * The statuses, by operation, of asking for everything that a list of routes holds; a stream is left as soon as it
 * begins.
 */
async function statuses(asked: typeof adminRoutes, headers: Record<string, string>): Promise<Record<string, number>> {
  const entries = await Promise.all(
    asked.map(async ({ operationId, method, openapiPath }) => {
      const changes = method !== 'GET';
      const answer = await fetch(environment.GATEWAY_URL + addressOf(openapiPath), {
        method,
        headers: {
          ...headers,
          ...(changes ? { 'content-type': 'application/json', 'idempotency-key': 'what-roles-may' } : {}),
        },
        ...(changes ? { body: '{}' } : {}),
      });
      await answer.body?.cancel();
      return [operationId, answer.status] as const;
    }),
  );
  return Object.fromEntries(entries);
}
const all = (asked: typeof adminRoutes, status: number) =>
  Object.fromEntries(asked.map(({ operationId }) => [operationId, status]));

describe('the API refuses', () => {
  test('everything of the office to whoever is not signed in, and to shoppers', async () => {
    expect(await statuses(adminRoutes, {})).toEqual(all(adminRoutes, 401));
    const shopper = await sessionOf(
      { email: newEmail(), password: 'correct horse battery', name: 'Ada' },
      '/auth/sign-up',
    );
    const staffOnly = adminRoutes.filter(route => rolesOf(route).length > 0);
    expect(await statuses(staffOnly, shopper)).toEqual(all(staffOnly, 403));
  });

  test.each(roles)('to %s what is for others, and nothing that is theirs', async role => {
    const headers = sessions.get(role) ?? {};
    const others = adminRoutes.filter(route => !rolesOf(route).includes(role));
    expect(others.length).toBeGreaterThan(5);
    expect(await statuses(others, headers)).toEqual(all(others, 403));
    const theirs = adminRoutes.filter(route => rolesOf(route).includes(role) && route.method === 'GET');
    expect(
      Object.entries(await statuses(theirs, headers)).filter(
        ([, status]) => [401, 403].includes(status) || status >= 500,
      ),
    ).toEqual([]);
  });
});

const sidebar = (page: Page) => page.getByRole('navigation', { name: 'Main' });

async function signedIn(role: Role): Promise<Page> {
  const page = await visit();
  const { email, password } = people.get(role) ?? { email: '', password: '' };
  await page.goto(environment.ADMIN_URL);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await sidebar(page).waitFor();
  return page;
}

describe('the console', () => {
  test.each([
    ['catalog', ['Products', 'Imports'], ['Orders', 'Payments', 'Staff', 'Templates']],
    ['orders', ['Orders', 'Payments', 'Shipments'], ['Imports', 'Staff', 'Templates']],
    ['support', ['Orders', 'Messages', 'Templates'], ['Imports', 'Staff']],
  ] as const)('shows %s their part of it, and no other', async (role, theirs, others) => {
    const page = await signedIn(role);
    for (const name of theirs) await sidebar(page).getByRole('link', { name, exact: true }).waitFor();
    for (const name of others) expect(await sidebar(page).getByRole('link', { name, exact: true }).count()).toBe(0);
  });

  test('says no to somebody who types the address of what is not theirs', async () => {
    const page = await signedIn('orders');
    await page.goto(`${environment.ADMIN_URL}/staff`);
    await page
      .getByRole('main')
      .getByText(/permission|not allow|your role/i)
      .first()
      .waitFor();
    expect(await page.getByText('admin@').count()).toBe(0);
  });

  test('has the buttons for money and cancelling where the role may, and not where it may not', async () => {
    const cart = await newCart({ sku: goods.sku, quantity: 1 });
    const bought = read(
      await call('POST', '/checkout', purchase(cart.id, { paymentMethod: 'pm_card_visa' }), newKey()),
      201,
      shapes.checkout,
    );
    await until(async () => ['shipped', 'delivered'].includes((await findOrder(bought)).status), {
      describe: 'the order is shipped',
      timeoutMs: 30_000,
    });
    const [clerk, help] = [await signedIn('orders'), await signedIn('support')];
    for (const page of [clerk, help]) {
      await page.goto(`${environment.ADMIN_URL}/orders/${bought.orderId}/show`);
      await page.getByText('Captured', { exact: true }).first().waitFor();
    }
    await clerk.getByRole('button', { name: 'Refund' }).waitFor();
    expect(await help.getByRole('button', { name: /refund|capture|cancel/i }).count()).toBe(0);
  });

  test('lets catalog change the stock, and orders only look at it', async () => {
    const [keeper, clerk] = [await signedIn('catalog'), await signedIn('orders')];
    for (const page of [keeper, clerk]) {
      await page.goto(`${environment.ADMIN_URL}/stock`);
      await page.getByRole('searchbox').fill(goods.sku);
      await page.getByRole('row', { name: goods.sku }).waitFor();
    }
    await keeper.getByRole('button', { name: `Adjust ${goods.sku} at east` }).waitFor();
    expect(await clerk.getByRole('button', { name: /^Adjust/ }).count()).toBe(0);
  });

  test('lets support read a product, and not change it', async () => {
    const page = await signedIn('support');
    await page.goto(`${environment.ADMIN_URL}/products/${goods.id}/show`);
    await page.getByRole('heading', { name: goods.title, level: 1 }).waitFor();
    expect(await page.getByRole('button', { name: /save|delete/i }).count()).toBe(0);
    expect(await page.getByRole('link', { name: /edit/i }).count()).toBe(0);
  });
});

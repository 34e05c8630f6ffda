import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { routes } from '../../generated/gateway/routes.ts';
import { until } from '../../services/platform/testing/until.ts';
import {
  call,
  checkoutRequest,
  createCart,
  environment,
  findOrder,
  newEmail,
  newKey,
  read,
  shapes,
} from './api-client.ts';
import { createStaff, type Role, type Staff } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';
import { createProduct, type TestProduct } from './test-products.ts';

/** What each role sees in the console, and that the API rejects everything else. */
const { openPage } = useBrowser();
const roles = ['catalog', 'orders', 'support'] as const satisfies Role[];
let product: TestProduct;
const people = new Map<Role, Staff>();
const sessions = new Map<Role, Record<string, string>>();

async function sessionOf(body: object, path = '/auth/sign-in'): Promise<Record<string, string>> {
  const response = await call('POST', path, body);
  const cookie = response.headers.getSetCookie().map(line => line.split(';')[0]);
  if (cookie.length === 0) throw new Error(`${path} gave ${response.status}`);
  return { cookie: cookie.join('; ') };
}

beforeAll(async () => {
  product = await createProduct();
  for (const role of roles) {
    const staff = await createStaff(role);
    people.set(role, staff);
    sessions.set(role, await sessionOf(staff));
  }
});

const adminRoutes = routes.filter(({ gateway }) => gateway === 'admin');
const rolesOf = ({ security }: (typeof routes)[number]) => security.flatMap(scheme => scheme.session ?? []);
/** The URL with a value for each path parameter. */
const urlOf = (openapiPath: string) => openapiPath.replace(/\{[^}]+\}/g, '0190a6e0-7c1d-7000-8000-00000000dead');

/** The status of each operation of a list of routes; a stream is closed as soon as it begins. */
async function statusesOf(given: typeof adminRoutes, headers: Record<string, string>): Promise<Record<string, number>> {
  const entries = await Promise.all(
    given.map(async ({ operationId, method, openapiPath }) => {
      const changes = method !== 'GET';
      const response = await fetch(environment.GATEWAY_URL + urlOf(openapiPath), {
        method,
        headers: {
          ...headers,
          ...(changes ? { 'content-type': 'application/json', 'idempotency-key': 'what-roles-may' } : {}),
        },
        ...(changes ? { body: '{}' } : {}),
      });
      await response.body?.cancel();
      return [operationId, response.status] as const;
    }),
  );
  return Object.fromEntries(entries);
}
const all = (given: typeof adminRoutes, status: number) =>
  Object.fromEntries(given.map(({ operationId }) => [operationId, status]));

describe('the API rejects', () => {
  test('every admin operation without a session, and for shoppers', async () => {
    expect(await statusesOf(adminRoutes, {})).toEqual(all(adminRoutes, 401));
    const shopper = await sessionOf(
      { email: newEmail(), password: 'correct horse battery', name: 'Ada' },
      '/auth/sign-up',
    );
    const staffOnly = adminRoutes.filter(route => rolesOf(route).length > 0);
    expect(await statusesOf(staffOnly, shopper)).toEqual(all(staffOnly, 403));
  });

  test.each(roles)('operations of other roles for %s, and none of its own', async role => {
    const headers = sessions.get(role) ?? {};
    const others = adminRoutes.filter(route => !rolesOf(route).includes(role));
    expect(others.length).toBeGreaterThan(5);
    expect(await statusesOf(others, headers)).toEqual(all(others, 403));
    const theirs = adminRoutes.filter(route => rolesOf(route).includes(role) && route.method === 'GET');
    expect(
      Object.entries(await statusesOf(theirs, headers)).filter(
        ([, status]) => [401, 403].includes(status) || status >= 500,
      ),
    ).toEqual([]);
  });
});

const sidebar = (page: Page) => page.getByRole('navigation', { name: 'Main' });

async function signedIn(role: Role): Promise<Page> {
  const page = await openPage();
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
  ] as const)('shows %s its screens, and no others', async (role, theirs, others) => {
    const page = await signedIn(role);
    for (const name of theirs) await sidebar(page).getByRole('link', { name, exact: true }).waitFor();
    for (const name of others) expect(await sidebar(page).getByRole('link', { name, exact: true }).count()).toBe(0);
  });

  test('denies the URL of a screen of another role', async () => {
    const page = await signedIn('orders');
    await page.goto(`${environment.ADMIN_URL}/staff`);
    await page
      .getByRole('main')
      .getByText(/permission|not allow|your role/i)
      .first()
      .waitFor();
    expect(await page.getByText('admin@').count()).toBe(0);
  });

  test('has the buttons of the payment and the order only for roles that may use them', async () => {
    const cart = await createCart({ sku: product.sku, quantity: 1 });
    const bought = read(
      await call('POST', '/checkout', checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa' }), newKey()),
      201,
      shapes.checkout,
    );
    await until(async () => ['shipped', 'delivered'].includes((await findOrder(bought)).status), {
      describe: 'the order is shipped',
    });
    const clerk = await signedIn('orders');
    const support = await signedIn('support');
    for (const page of [clerk, support]) {
      await page.goto(`${environment.ADMIN_URL}/orders/${bought.orderId}/show`);
      await page.getByText('Captured', { exact: true }).first().waitFor();
    }
    await clerk.getByRole('button', { name: 'Refund' }).waitFor();
    expect(await support.getByRole('button', { name: /refund|capture|cancel/i }).count()).toBe(0);
  });

  test('lets catalog adjust the stock, and orders only read it', async () => {
    const keeper = await signedIn('catalog');
    const clerk = await signedIn('orders');
    for (const page of [keeper, clerk]) {
      await page.goto(`${environment.ADMIN_URL}/stock`);
      await page.getByRole('searchbox').fill(product.sku);
      await page.getByRole('row', { name: product.sku }).waitFor();
    }
    await keeper.getByRole('button', { name: `Adjust ${product.sku} at east` }).waitFor();
    expect(await clerk.getByRole('button', { name: /^Adjust/ }).count()).toBe(0);
  });

  test('lets support read a product, and not change it', async () => {
    const page = await signedIn('support');
    await page.goto(`${environment.ADMIN_URL}/products/${product.id}/show`);
    await page.getByRole('heading', { name: product.title, level: 1 }).waitFor();
    expect(await page.getByRole('button', { name: /save|delete/i }).count()).toBe(0);
    expect(await page.getByRole('link', { name: /edit/i }).count()).toBe(0);
  });
});

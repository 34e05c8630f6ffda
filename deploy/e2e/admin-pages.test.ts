import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Cookie, Page } from 'playwright-core';
import { adminPages, adminUrl, createShopScenario, type ShopScenario } from './browser/admin-pages.ts';
import { findInvisibleInForcedColors } from './browser/forced-colors.ts';
import { findHiddenFocus } from './browser/hidden-focus.ts';
import { inspectPage } from './browser/inspect-page.ts';
import { signIn } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';
import { createVariants } from './test-products.ts';

/** Units of which a list says much: plenty, few and none. */
const manyOutOfStock = [100_000, 3, ...Array.from({ length: 10 }, () => 0)];

const { openPage } = useBrowser();
let shop: ShopScenario;
let session: Cookie[];
beforeAll(async () => {
  shop = await createShopScenario();
  // What is read after the rows of a list moves none of them, wherever the line breaks.
  for (const category of ['Rarities', 'A category of some length', 'A category with a rather long name'])
    await createVariants(`Of${randomUUID().slice(0, 8)}`, manyOutOfStock, {
      category,
      status: 'draft',
      price: 123_450,
    });
  session = await signIn(await openPage());
}, 90_000);

describe.each(['phone', 'desktop'] as const)('on a %s, in light and dark, no finding on', screen => {
  test('the sign-in', async () => {
    const findings = await inspectPage(openPage, screen, async page => {
      await page.goto(adminUrl('/login'));
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
    });
    expect(findings).toEqual([]);
  });

  test.each(adminPages)('$name', async ({ path, resource }) => {
    const open = async (page: Page) => {
      await page.context().addCookies(session);
      await page.goto(adminUrl(path(shop.records[resource ?? ''] ?? '')));
      // Not by role: an open dialog hides the page behind it from roles.
      await page.locator('main h1').waitFor();
    };
    const more = async (page: Page) => [...(await findInvisibleInForcedColors(page)), ...(await findHiddenFocus(page))];
    const findings = await inspectPage(openPage, screen, open, more);
    expect(findings).toEqual([]);
  });
});

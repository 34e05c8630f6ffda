import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Cookie } from 'playwright-core';
import { adminPages, adminUrl, setWorkingShop, type WorkingShop } from './browser/admin-pages.ts';
import { examine } from './browser/examine.ts';
import { useBrowser } from './browser/open.ts';
import { signIn } from './browser/staff.ts';

const { visit } = useBrowser();
let shop: WorkingShop;
let session: Cookie[];
beforeAll(async () => {
  shop = await setWorkingShop();
  session = await signIn(await visit());
}, 90_000);

describe.each(['phone', 'desktop'] as const)('on a %s, in light and dark, nothing is wrong with', screen => {
  test('the sign-in', async () => {
    const wrong = await examine(visit, screen, async page => {
      await page.goto(adminUrl('/login'));
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
    });
    expect(wrong).toEqual([]);
  });

  test.each(adminPages)('$name', async ({ path, resource }) => {
    const wrong = await examine(visit, screen, async page => {
      await page.context().addCookies(session);
      await page.goto(adminUrl(path(shop.records[resource ?? ''] ?? '')));
      // Not by its role: an open dialog, as a stock level's, hides the page behind it from those.
      await page.locator('main h1').waitFor();
    });
    expect(wrong).toEqual([]);
  });
});

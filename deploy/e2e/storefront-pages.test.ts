import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findInvisibleInForcedColors } from './browser/forced-colors.ts';
import { findHiddenFocus } from './browser/hidden-focus.ts';
import { inspectPage } from './browser/inspect-page.ts';
import { createScenario } from './browser/scenario.ts';
import { loadedScripts } from './browser/scripts.ts';
import { type StorefrontScenario, storefrontPages } from './browser/storefront-pages.ts';
import { useBrowser } from './browser/use-browser.ts';
import { storefront } from './shopper.ts';
import { createProduct } from './test-products.ts';

const { openPage } = useBrowser();
let scenario: StorefrontScenario;
beforeAll(async () => {
  const { slug: soldOut } = await createProduct({ name: 'Seldom', stock: 0 });
  scenario = { ...(await createScenario()), soldOut };
}, 90_000);

describe.each(['phone', 'desktop'] as const)('on a %s, in light and dark, no finding on', screen => {
  test.each(storefrontPages)('$name', async ({ url, before }) => {
    const open = async (page: Page) => {
      await before?.(page, scenario);
      await page.request.get(url(scenario)); // the measured request is not the first one
      await page.goto(url(scenario));
    };
    const findings = await inspectPage(openPage, screen, open, async page => [
      ...(await findHiddenFocus(page)),
      ...(await findInvisibleInForcedColors(page)),
    ]);
    expect(findings).toEqual([]);
  });
});

/** The script of an empty page of Next.js 16 (gzip, bytes), and the most that the storefront adds. */
const framework = 135_000;
const ours = 15_000;

test.each(['/orders?problem=constructor', '/stock-alerts/none?result=constructor'])(
  '%s names no problem, so there is no notice',
  async path => {
    const page = await openPage({ screen: 'desktop' });
    await page.goto(`${storefront}${path}`);
    await page.locator('main').getByRole('button').first().waitFor();
    expect(await page.locator('main').getByRole('alert').count()).toBe(0);
  },
);

test('a product page loads little more script than the framework', async () => {
  const page = await openPage();
  const scripts = await loadedScripts(
    page,
    storefrontPages.find(({ name }) => name === 'product')?.url(scenario) ?? '',
  );
  const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(framework + ours);
});

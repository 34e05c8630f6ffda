import { expect, test } from '@jest/globals';
import { axeFindings } from './browser/axe.ts';
import { useBrowser } from './browser/use-browser.ts';
import { storefront } from './shopper.ts';

const { openPage } = useBrowser();

/** Breaks a browser API that the layout of every page uses. */
function breakBrowser(): void {
  Object.defineProperty(Navigator.prototype, 'onLine', {
    get() {
      throw new Error('This browser does not know whether it is connected');
    },
  });
}

test.each(['light', 'dark'] as const)(
  'an error of the layout has a page in the look of the shop, with links (%s)',
  async theme => {
    const page = await openPage({ screen: 'phone', theme });
    await page.addInitScript(breakBrowser);
    await page.goto(storefront);
    await page.getByRole('heading', { name: 'Something went wrong on our side', level: 1 }).waitFor();
    expect(await page.title()).toBe('Something went wrong');
    expect(await axeFindings(page)).toEqual([]);
    await page.waitForFunction(() => document.fonts.check('16px inter'));
    expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toMatch(/^inter\b/);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Try again');
    expect(await page.getByRole('link', { name: 'Home' }).getAttribute('href')).toBe('/');
  },
);

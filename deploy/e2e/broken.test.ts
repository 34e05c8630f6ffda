import { expect, test } from '@jest/globals';
import { axeFindings } from './browser/axe.ts';
import { useBrowser } from './browser/open.ts';
import { storefront } from './shopper.ts';

const { visit } = useBrowser();

/** A browser of which one part fails that the frame around every page asks. */
function breakBrowser(): void {
  Object.defineProperty(Navigator.prototype, 'onLine', {
    get() {
      throw new Error('This browser does not know whether it is connected');
    },
  });
}

test.each(['light', 'dark'] as const)(
  'when even the frame around a page breaks, the words are there in the look of the shop, with a way on (%s)',
  async theme => {
    const page = await visit({ screen: 'phone', theme });
    await page.addInitScript(breakBrowser);
    await page.goto(storefront);
    await page.getByRole('heading', { name: 'Something went wrong on our side', level: 1 }).waitFor();
    expect(await page.title()).toBe('Something went wrong');
    expect(await axeFindings(page)).toEqual([]);
    expect(
      await page.evaluate(() => document.fonts.check('16px inter') && getComputedStyle(document.body).fontFamily),
    ).toMatch(/^inter\b/);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Try again');
    expect(await page.getByRole('link', { name: 'Home' }).getAttribute('href')).toBe('/');
  },
);

import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, newPage, type PageOptions } from './page.ts';

const errorsByPage = new WeakMap<Page, string[]>();

/**
 * `watchVitals` adds its script to every frame; a frame without scripts, such as an e-mail, rejects it with a console
 * error.
 */
const isIgnored = (text: string): boolean => text.startsWith("Blocked script execution in 'about:srcdoc'");

/** The errors of a page: uncaught exceptions, and console messages of level error. */
export const pageErrors = (page: Page): readonly string[] => errorsByPage.get(page) ?? [];

/**
 * A browser for the tests of a file. Each `openPage` is a new person with a window of their own; all are closed after
 * the test.
 *
 * ```ts
 * const { openPage } = useBrowser();
 * test('the search finds bananas', async () => {
 *   const page = await openPage({ screen: 'phone' });
 *   await page.goto(`${storefront}/search?q=bananas`);
 *   await page.getByRole('link', { name: /bananas/i }).first().click();
 *   expect(await axeFindings(page)).toEqual([]);
 * });
 * ```
 */
export function useBrowser(): { openPage(options?: PageOptions): Promise<Page> } {
  let browser: Browser;
  const open: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(open.splice(0).map(context => context.close()));
  });
  return {
    async openPage(options) {
      const page = await newPage(browser, options);
      const found: string[] = [];
      errorsByPage.set(page, found);
      page.on('pageerror', error => found.push(error.message));
      page.on('console', message => {
        if (message.type() === 'error' && !isIgnored(message.text()))
          found.push(`${message.text()} (${message.location().url})`);
      });
      open.push(page.context());
      return page;
    },
  };
}

import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, newVisitor, type Visitor } from './window.ts';

const faultsOf = new WeakMap<Page, string[]>();

/**
 * `watchVitals` puts its script into every frame; one where no script may run, as an e-mail that is shown, refuses it
 * aloud.
 */
const isOwnDoing = (text: string): boolean => text.startsWith("Blocked script execution in 'about:srcdoc'");

/**
 * What went wrong in a page without anybody seeing it: errors that nothing caught, and what the page wrote to the
 * console as an error.
 */
export const faults = (page: Page): readonly string[] => faultsOf.get(page) ?? [];

/**
 * A browser for the tests of a file. Each `visit` is a new person with a window of their own; all are closed after the
 * test.
 *
 * ```ts
 * const { visit } = useBrowser();
 * test('the search finds bananas', async () => {
 *   const page = await visit({ screen: 'phone' });
 *   await page.goto(`${storefront}/search?q=bananas`);
 *   await page.getByRole('link', { name: /bananas/i }).first().click();
 *   expect(await axeFindings(page)).toEqual([]);
 * });
 * ```
 */
export function useBrowser(): { visit(visitor?: Visitor): Promise<Page> } {
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
    async visit(visitor) {
      const page = await newVisitor(browser, visitor);
      const found: string[] = [];
      faultsOf.set(page, found);
      page.on('pageerror', error => found.push(error.message));
      page.on('console', message => {
        if (message.type() === 'error' && !isOwnDoing(message.text()))
          found.push(`${message.text()} (${message.location().url})`);
      });
      open.push(page.context());
      return page;
    },
  };
}

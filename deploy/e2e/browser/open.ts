import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../local/browser.ts';

export const screens = {
  phone: { width: 390, height: 844, scale: 2 },
  desktop: { width: 1280, height: 800, scale: 1 },
} as const;

/** How somebody looks at a page. */
export interface Look {
  screen: keyof typeof screens;
  theme: 'light' | 'dark';
}

/** Every look that a page must hold up to. */
export const looks: readonly Look[] = (['phone', 'desktop'] as const).flatMap(screen =>
  (['light', 'dark'] as const).map(theme => ({ screen, theme })),
);

export interface Visitor extends Partial<Look> {
  /** `false`: scripts do not run. */
  javaScript?: boolean;
}

/** Starts the browser that `deploy/local/browser.ts` finds. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
  });
}

/** A browser window of somebody new: no cookies, nothing cached, English, desktop and light unless told. */
export async function newVisitor(
  browser: Browser,
  { screen = 'desktop', theme = 'light', javaScript = true }: Visitor = {},
): Promise<Page> {
  const { width, height, scale } = screens[screen];
  const context = await browser.newContext({
    ...{ viewport: { width, height }, deviceScaleFactor: scale, colorScheme: theme, javaScriptEnabled: javaScript },
    ...{ locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'no-preference' },
    ...(screen === 'phone' ? { isMobile: true, hasTouch: true } : {}),
  });
  context.setDefaultTimeout(20_000);
  return context.newPage();
}

const faultsOf = new WeakMap<Page, string[]>();

/** What went wrong in a page without anybody seeing it: errors that nothing caught, and what the page wrote to the console as an error. */
export const faults = (page: Page): readonly string[] => faultsOf.get(page) ?? [];

/**
 * A browser for the tests of a file. Each `visit` is a new person with a window of their own; all are closed after the test.
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
        if (message.type() === 'error') found.push(`${message.text()} (${message.location().url})`);
      });
      open.push(page.context());
      return page;
    },
  };
}

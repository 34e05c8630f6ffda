import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startProxy, type TestCacheProxy } from '../../services/edge/cache/testing/proxy.ts';
import { type TestProxy, testProxy } from '../../services/platform/testing/proxy.ts';
import { environment } from './api-client.ts';
import { axeFindings } from './browser/axe.ts';
import { useBrowser } from './browser/use-browser.ts';

const { openPage } = useBrowser();

/** Apps whose servers the edge cannot reach, with nothing stored. */
const apps = [
  ['shop', environment.STOREFRONT_URL, 'The shop cannot be reached right now'],
  ['console', environment.ADMIN_URL, 'The console cannot be reached right now'],
] as const;
const running = new Map<string, { app: TestProxy; edge: TestCacheProxy }>();

beforeAll(async () => {
  for (const [name, url] of apps) {
    const app = await testProxy(url);
    running.set(name, {
      app,
      edge: await startProxy({ routes: [{ prefix: '/', origin: new URL(app.url).origin, strip: false, app: name }] }),
    });
  }
});
afterAll(async () => {
  for (const { app, edge } of running.values()) {
    await edge.stop();
    await app.close();
  }
});

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test.each(apps)('the %s shows that it is unreachable, and recovers automatically', async (name, _url, title) => {
  const { app, edge } = running.get(name) ?? {};
  if (!app || !edge) throw new Error('The edge was not started');
  await app.disconnect();
  const page = await openPage({ screen: 'phone' });
  expect((await page.goto(edge.url))?.status()).toBe(503);
  await heading(page).filter({ hasText: title }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeFindings(page)).toEqual([]);
  }
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Try again');
  await app.restore();
  await heading(page).filter({ hasText: title }).waitFor({ state: 'detached' });
  await heading(page).waitFor();
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startEdge, type TestEdge } from '../../services/edge/testing/edge.ts';
import { type TestProxy, testProxy } from '../../services/platform/testing/proxy.ts';
import { axeFindings } from './browser/axe.ts';
import { useBrowser } from './browser/open.ts';
import { environment } from './outside.ts';

/** Not even the app itself can be reached by the edge, which stores nothing of it yet. */
const { visit } = useBrowser();

const apps = [
  ['shop', environment.STOREFRONT_URL, 'The shop cannot be reached right now'],
  ['console', environment.ADMIN_URL, 'The console cannot be reached right now'],
] as const;
const behind = new Map<string, { app: TestProxy; edge: TestEdge }>();

beforeAll(async () => {
  for (const [name, url] of apps) {
    const app = await testProxy(url);
    behind.set(name, {
      app,
      edge: await startEdge({ routes: [{ prefix: '/', origin: new URL(app.url).origin, strip: false, app: name }] }),
    });
  }
});
afterAll(async () => {
  for (const { app, edge } of behind.values()) {
    await edge.stop();
    await app.close();
  }
});

const opened = (page: Page) => page.getByRole('heading', { level: 1 });

test.each(apps)('the %s says that it cannot be reached, and comes back by itself', async (name, _url, title) => {
  const { app, edge } = behind.get(name) ?? {};
  if (!app || !edge) throw new Error('The edge was not started');
  await app.disconnect();
  const page = await visit({ screen: 'phone' });
  expect((await page.goto(edge.url))?.status()).toBe(503);
  await opened(page).filter({ hasText: title }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeFindings(page)).toEqual([]);
  }
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Try again');
  await app.restore();
  await opened(page).filter({ hasText: title }).waitFor({ state: 'detached' });
  await opened(page).waitFor();
});

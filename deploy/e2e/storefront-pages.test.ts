import { beforeAll, describe, expect, test } from '@jest/globals';
import { examine } from './browser/examine.ts';
import { useBrowser } from './browser/open.ts';
import { type Scene, setScene } from './browser/scene.ts';
import { loadedScripts } from './browser/scripts.ts';
import { storefrontPages } from './browser/storefront-pages.ts';

const { visit } = useBrowser();
let scene: Scene;
beforeAll(async () => {
  scene = await setScene();
}, 90_000);

describe.each(['phone', 'desktop'] as const)('on a %s, in light and dark, nothing is wrong with', screen => {
  test.each(storefrontPages)('$name', async ({ url, before }) => {
    const wrong = await examine(visit, screen, async page => {
      await before?.(page, scene);
      await page.request.get(url(scene)); // so that it is not the first time that anybody asks
      await page.goto(url(scene));
    });
    expect(wrong).toEqual([]);
  });
});

/** An empty page of Next.js 16 loads this much script (gzip, bytes); what is ours may be so much more. */
const framework = 135_000;
const ours = 15_000;

test('a product page loads hardly more script than the framework', async () => {
  const page = await visit();
  const scripts = await loadedScripts(page, storefrontPages.find(({ name }) => name === 'product')?.url(scene) ?? '');
  const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(framework + ours);
});

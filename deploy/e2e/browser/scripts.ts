import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/** A script that a page loaded. */
export interface LoadedScript {
  path: string;
  /** Its size compressed with gzip, however it was sent. */
  bytes: number;
}

/** Opens a page and returns every script that it loads until the network is idle. */
export async function loadedScripts(page: Page, url: string): Promise<LoadedScript[]> {
  const bodies: Promise<LoadedScript>[] = [];
  page.on('response', response => {
    if (response.request().resourceType() !== 'script' || !response.ok()) return;
    const { pathname } = new URL(response.url());
    bodies.push(response.body().then(body => ({ path: pathname, bytes: gzipSync(body, { level: 9 }).length })));
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForLoadState('networkidle');
  const scripts = await Promise.all(bodies);
  return [...new Map(scripts.map(script => [script.path, script])).values()];
}

import type { Page } from 'playwright-core';

/**
 * What a visitor feels of a page's loading (web.dev/vitals): when the largest thing was painted, ms, and how much the
 * page jumped.
 */
export interface Vitals {
  lcp: number;
  cls: number;
}

interface Watch {
  lcp: number;
  /** The shifts since the page was opened; those that answer a person's hand do not count. */
  cls: number;
  /** When anything last happened: a larger paint, a shift, a file that came. */
  last: number;
}

declare global {
  interface Window {
    covenantVitals?: Watch;
  }
}

/** Has every page that is opened in this window from now on watched. */
export async function watchVitals(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watch: Watch = { lcp: 0, cls: 0, last: 0 };
    window.covenantVitals = watch;
    const observe = (type: string, take: (entry: PerformanceEntry) => void): void =>
      new PerformanceObserver(list => {
        for (const entry of list.getEntries()) take(entry);
        watch.last = performance.now();
      }).observe({ type, buffered: true });
    observe('largest-contentful-paint', entry => {
      watch.lcp = entry.startTime;
    });
    observe('layout-shift', entry => {
      const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
      if (!hadRecentInput) watch.cls += value;
    });
    observe('resource', () => {});
  });
}

/**
 * Waits until the page is drawn, nothing on it turns or says that it is busy, and nothing has moved, grown or been
 * loaded for `quiet` ms.
 */
export async function settled(page: Page, quiet = 400): Promise<void> {
  const isQuiet = (ms: number): boolean => {
    const watch = window.covenantVitals;
    const isDrawn =
      document.readyState === 'complete' && watch !== undefined && watch.lcp > 0 && performance.now() - watch.last > ms;
    const isMoving = document
      .getAnimations()
      .some(
        ({ playState, effect }) =>
          playState === 'running' && effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY,
      );
    return (
      isDrawn && !isMoving && !document.querySelector('[aria-busy="true"], [role="progressbar"]:not([aria-valuenow])')
    );
  };
  await page.waitForFunction(isQuiet, quiet, { polling: 100 });
}

/** The figures of a page that is watched and has settled. */
export async function vitals(page: Page): Promise<Vitals> {
  const watch = await page.evaluate(() => window.covenantVitals);
  if (!watch) throw new Error('The page is not watched: watchVitals before it is opened');
  return { lcp: Math.round(watch.lcp), cls: Math.round(watch.cls * 1000) / 1000 };
}

import type { Page } from 'playwright-core';

/** Core Web Vitals (web.dev/vitals): the largest contentful paint, ms, and the cumulative layout shift. */
export interface Vitals {
  lcp: number;
  cls: number;
}

interface Measurement {
  lcp: number;
  /** The layout shifts; those after an input do not count. */
  cls: number;
  /** The time of the last larger paint, shift or resource. */
  last: number;
  /** How many requests of scripts have no response yet. */
  waiting: number;
}

declare global {
  interface Window {
    covenantVitals?: Measurement;
  }
}

/** Measures every page that is opened in this browser context from now on. */
export async function watchVitals(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const measurement: Measurement = { lcp: 0, cls: 0, last: 0, waiting: 0 };
    window.covenantVitals = measurement;
    const { fetch } = window;
    window.fetch = async (...request) => {
      measurement.waiting += 1;
      try {
        return await fetch(...request);
      } finally {
        measurement.waiting -= 1;
        measurement.last = performance.now();
      }
    };
    const observe = (type: string, handle: (entry: PerformanceEntry) => void): void =>
      new PerformanceObserver(list => {
        for (const entry of list.getEntries()) handle(entry);
        measurement.last = performance.now();
      }).observe({ type, buffered: true });
    observe('largest-contentful-paint', entry => {
      measurement.lcp = entry.startTime;
    });
    observe('layout-shift', entry => {
      const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
      if (!hadRecentInput) measurement.cls += value;
    });
    observe('resource', () => {});
  });
}

/**
 * Waits until the page is painted with its fonts, nothing is animated, busy or awaited, and nothing changed or loaded
 * for `quiet` ms.
 */
export async function waitUntilSettled(page: Page, quiet = 400): Promise<void> {
  const isQuiet = (ms: number): boolean => {
    const measurement = window.covenantVitals;
    const isDrawn =
      document.readyState === 'complete' &&
      document.fonts.status === 'loaded' &&
      measurement !== undefined &&
      measurement.lcp > 0 &&
      measurement.waiting === 0 &&
      performance.now() - measurement.last > ms;
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

/** The vitals of a page that has settled. */
export async function readVitals(page: Page): Promise<Vitals> {
  const measurement = await page.evaluate(() => window.covenantVitals);
  if (!measurement) throw new Error('The page is not measured: call watchVitals before it is opened');
  return { lcp: Math.round(measurement.lcp), cls: Math.round(measurement.cls * 1000) / 1000 };
}

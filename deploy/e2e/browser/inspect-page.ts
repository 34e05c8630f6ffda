import type { Page } from 'playwright-core';
import { axeFindings } from './axe.ts';
import { findOverflow } from './overflow.ts';
import type { Appearance, PageOptions } from './page.ts';
import { pageErrors } from './use-browser.ts';
import { readVitals, type Vitals, waitUntilSettled, watchVitals } from './vitals.ts';

/** The budgets of every page on the build machine: largest contentful paint, ms, and layout shift. */
export const budgets: Vitals = { lcp: 1500, cls: 0.02 };

/** How often a page is loaded that is over its budgets; one that keeps them needs one. */
const MAX_LOADS = 5;

/** As often where only time is missing: a busy machine may stop a service for seconds, again and again. */
const MAX_SLOW_LOADS = 12;

const isWithinBudget = ({ lcp, cls }: Vitals): boolean => lcp <= budgets.lcp && cls <= budgets.cls;

const isLoadedAgain = (loads: readonly Vitals[]): boolean => {
  const isSlowAlone = loads.every(({ cls }) => cls <= budgets.cls);
  return !loads.some(isWithinBudget) && loads.length < (isSlowAlone ? MAX_SLOW_LOADS : MAX_LOADS);
};

/**
 * The browser's own message for the status of the page, which is expected for error pages, and for that of the health
 * of the shop: 503 where a service of a busy machine does not say in time that it is ready, which the console shows.
 */
const isExpectedError = (error: string, page: Page): boolean =>
  error.startsWith('Failed to load resource') &&
  (error.endsWith(`(${page.url()})`) || /status of 503 .*\/api\/health\)$/.test(error));

/**
 * Opens a page in a new context and collects the findings: of axe and overflow in light and in dark, of `more`, errors
 * of the page, and its budgets. Colours change no time: the page is loaded in light, and then becomes dark. The fastest
 * of several loads counts, as other processes only add time.
 * @param open does what comes before, and goes to the page
 * @param more further checks of the page, which do not depend on the theme; they may move it
 * @returns the findings; empty for a page without any
 */
export async function inspectPage(
  openPage: (options: PageOptions) => Promise<Page>,
  screen: Appearance['screen'],
  open: (page: Page) => Promise<void>,
  more: (page: Page) => Promise<string[]> = async () => [],
): Promise<string[]> {
  const load = async (): Promise<{ page: Page; figures: Vitals }> => {
    const page = await openPage({ screen });
    await watchVitals(page);
    await open(page);
    await waitUntilSettled(page);
    return { page, figures: await readVitals(page) };
  };
  const { page, figures } = await load();
  const findings: string[] = [];
  // A page may open at a part of itself. What the fixed bar covers half of is no small target, only scrolled.
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
  for (const [theme, rules] of [
    ['light', 'all'],
    ['dark', 'colours'],
  ] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await waitUntilSettled(page);
    const found = [...(await axeFindings(page, rules)), ...(await findOverflow(page, screen))];
    findings.push(...found.map(finding => `${theme}: ${finding}`));
  }
  findings.push(...(await more(page)), ...pageErrors(page).filter(error => !isExpectedError(error, page)));
  await page.context().close();
  const loads = [figures];
  while (isLoadedAgain(loads)) {
    const next = await load();
    loads.push(next.figures);
    await next.page.context().close();
  }
  if (!loads.some(isWithinBudget)) findings.push(`over budget: ${JSON.stringify(loads)}`);
  return findings;
}

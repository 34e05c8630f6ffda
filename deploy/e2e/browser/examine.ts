import type { Page } from 'playwright-core';
import { axeFindings } from './axe.ts';
import { cutOff } from './cut-off.ts';
import { faults } from './open.ts';
import { settled, type Vitals, vitals, watchVitals } from './vitals.ts';
import type { Look, Visitor } from './window.ts';

/**
 * What every page keeps on the machine that builds it (issue "Shop and console"): ms until the largest paint, and how
 * much may jump.
 */
export const budgets: Vitals = { lcp: 1500, cls: 0.02 };

const keeps = ({ lcp, cls }: Vitals): boolean => lcp <= budgets.lcp && cls <= budgets.cls;

/**
 * A page that could not be loaded says so in the browser's own words, and that is what was asked for where the page
 * tells of it.
 */
const isOwnAnswer = (fault: string, page: Page): boolean =>
  fault.startsWith('Failed to load resource') && fault.endsWith(`(${page.url()})`);

/**
 * Opens a page as somebody new, in light and in dark, and looks whether axe finds anything, anything is cut off, the
 * page itself tells of errors, and it keeps its budgets. The quickest of at most three loads counts: what else runs on
 * the machine can only ever add to a page's own time.
 * @param open makes what comes before, and goes to the page
 * @returns what is wrong, in words; empty when nothing is
 */
export async function examine(
  visit: (visitor: Visitor) => Promise<Page>,
  screen: Look['screen'],
  open: (page: Page) => Promise<void>,
): Promise<string[]> {
  const load = async (theme: Look['theme']): Promise<{ page: Page; figures: Vitals }> => {
    const page = await visit({ screen, theme });
    await watchVitals(page);
    await open(page);
    await settled(page);
    return { page, figures: await vitals(page) };
  };
  const wrong: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    const { page, figures } = await load(theme);
    const found = [
      ...(await axeFindings(page)),
      ...(await cutOff(page, screen)),
      ...faults(page).filter(fault => !isOwnAnswer(fault, page)),
    ];
    await page.context().close();
    const loads = [figures];
    while (!loads.some(keeps) && loads.length < 3) {
      const next = await load(theme);
      loads.push(next.figures);
      await next.page.context().close();
    }
    if (!loads.some(keeps)) found.push(`over budget: ${JSON.stringify(loads)}`);
    wrong.push(...found.map(finding => `${theme}: ${finding}`));
  }
  return wrong;
}

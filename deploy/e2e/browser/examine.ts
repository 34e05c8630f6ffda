import type { Page } from 'playwright-core';
import { axeFindings } from './axe.ts';
import { faults } from './open.ts';
import { settled, type Vitals, vitals, watchVitals } from './vitals.ts';
import type { Look, Visitor } from './window.ts';

/** What every page keeps on the machine that builds it (issue "Shop and console"): ms until the largest paint, and how much may jump. */
export const budgets: Vitals = { lcp: 1500, cls: 0.02 };

const keeps = ({ lcp, cls }: Vitals): boolean => lcp <= budgets.lcp && cls <= budgets.cls;

/**
 * Opens a page as somebody new and looks whether axe finds anything in light or dark, the page itself tells of errors, and it keeps its
 * budgets. The quickest of at most three loads counts: what else runs on the machine can only ever add to a page's own time.
 * @param open makes what comes before, and goes to the page
 * @returns what is wrong, in words; empty when nothing is
 */
export async function examine(
  visit: (visitor: Visitor) => Promise<Page>,
  screen: Look['screen'],
  open: (page: Page) => Promise<void>,
): Promise<string[]> {
  const load = async (): Promise<{ page: Page; figures: Vitals }> => {
    const page = await visit({ screen, theme: 'light' });
    await watchVitals(page);
    await open(page);
    await settled(page);
    return { page, figures: await vitals(page) };
  };
  const { page, figures } = await load();
  const wrong: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await settled(page);
    wrong.push(...(await axeFindings(page)).map(finding => `${theme}: ${finding}`));
  }
  wrong.push(...faults(page).filter(fault => !(fault.startsWith('Failed to load resource') && fault.endsWith(`(${page.url()})`))));
  await page.context().close();
  const loads = [figures];
  while (!loads.some(keeps) && loads.length < 3) {
    const next = await load();
    loads.push(next.figures);
    await next.page.context().close();
  }
  if (!loads.some(keeps)) wrong.push(`over budget: ${JSON.stringify(loads)}`);
  return wrong;
}

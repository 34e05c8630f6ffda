import type { Page } from 'playwright-core';
import { axeFindings } from './axe.ts';
import { faults, type Look, type Visitor } from './open.ts';
import { settled, type Vitals, vitals, watchVitals } from './vitals.ts';

/** What every page keeps on the machine that builds it (issue "Shop and console"): ms until the largest paint, and how much may jump. */
export const budgets: Vitals = { lcp: 1500, cls: 0.02 };

const keeps = ({ lcp, cls }: Vitals): boolean => lcp <= budgets.lcp && cls <= budgets.cls;

/** What is wrong with a page, in words; empty when nothing is. */
export interface Report {
  figures: Vitals[];
  wrong: string[];
}

/**
 * Opens a page as somebody new, in light and then in dark, and looks whether axe finds anything, the page itself tells of errors, and it keeps
 * its budgets. Of the budgets the median of three loads counts; when two agree, the third is not needed.
 * @param open makes the window, does what comes before, and goes to the page
 */
export async function examine(
  visit: (visitor: Visitor) => Promise<Page>,
  screen: Look['screen'],
  open: (page: Page) => Promise<void>,
): Promise<Report> {
  const figures: Vitals[] = [];
  const wrong: string[] = [];
  const load = async (theme: Look['theme']): Promise<Page> => {
    const page = await visit({ screen, theme });
    await watchVitals(page);
    await open(page);
    await settled(page);
    figures.push(await vitals(page));
    return page;
  };
  for (const theme of ['light', 'dark'] as const) {
    const page = await load(theme);
    wrong.push(...(await axeFindings(page)).map(finding => `${theme}: ${finding}`));
    const own = faults(page).filter(fault => !(fault.startsWith('Failed to load resource') && fault.endsWith(`(${page.url()})`)));
    wrong.push(...own.map(fault => `${theme}: ${fault}`));
    await page.context().close();
  }
  if (new Set(figures.map(keeps)).size > 1) await load('light');
  if (figures.filter(keeps).length * 2 < figures.length) wrong.push(`over budget: ${JSON.stringify(figures)}`);
  return { figures, wrong };
}

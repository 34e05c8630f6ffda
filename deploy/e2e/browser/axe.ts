import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** The levels A and AA of WCAG 2.2 with all that came before. */
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No script runs in these, so axe would wait in them for ever: what they hold is not the page's own, as an e-mail that is shown. */
const closedFrames = 'iframe[sandbox]:not([sandbox*="allow-scripts"])';

/** What axe finds on the page as it is now, a line a finding: the rule, where, and why. Nothing is left out. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(levels).exclude(closedFrames).analyze();
  const findings = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ')}`),
  );
  const nameless = await page.locator(`:is(${closedFrames}):not([title]:not([title=""]), [aria-label]:not([aria-label=""]))`).count();
  return nameless === 0 ? findings : [...findings, `frame-title: ${nameless} frames that no script runs in have no name`];
}

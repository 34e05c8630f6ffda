import fs from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The levels A and AA of WCAG 2.2 with all that came before. */
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * No script runs in these, so axe would wait in them for ever: what they hold is not the page's own, as an e-mail that
 * is shown.
 */
const closedFrames = 'iframe[sandbox]:not([sandbox*="allow-scripts"])';

async function isOpen(frame: Frame): Promise<boolean> {
  if (frame.parentFrame() === null) return true;
  const element = await frame.frameElement();
  return element.evaluate((self, closed) => !(self as Element).matches(closed), closedFrames);
}

/**
 * Brings axe into the page and the frames in it, once. It runs in the page itself: a window of its own, as axe's
 * adapter has, takes seconds.
 */
async function bringAxe(page: Page): Promise<void> {
  if (await page.evaluate(() => 'axe' in window)) return;
  for (const frame of page.frames()) if (await isOpen(frame)) await frame.evaluate(source);
}

/** What axe finds on the page as it is now, a line a finding: the rule, where, and why. Nothing is left out. */
export async function axeFindings(page: Page): Promise<string[]> {
  await bringAxe(page);
  const violations = await page.evaluate(
    async ([values, closed]) => {
      const options: axe.RunOptions = { runOnly: { type: 'tag', values }, resultTypes: ['violations'] };
      return (await window.axe.run({ exclude: [closed] }, options)).violations;
    },
    [levels, closedFrames] as const,
  );
  const findings = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${id} (${help}) at ${target.join(' ')}: ${failureSummary?.replaceAll(/\s+/g, ' ')}`,
    ),
  );
  const nameless = await page
    .locator(`:is(${closedFrames}):not([title]:not([title=""]), [aria-label]:not([aria-label=""]))`)
    .count();
  return nameless === 0
    ? findings
    : [...findings, `frame-title: ${nameless} frames that no script runs in have no name`];
}

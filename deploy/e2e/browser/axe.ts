import fs from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { until } from '../../../services/platform/testing/until.ts';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2, levels A and AA, with the earlier versions. */
const levels: axe.RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

/** The rules of these levels that look at colours: all that another theme can change. */
const colourRules: axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** Frames without scripts, such as an e-mail that is shown: axe would wait for them forever. */
const closedFrames = 'iframe[sandbox]:not([sandbox*="allow-scripts"])';

async function isOpen(frame: Frame): Promise<boolean> {
  if (frame.parentFrame() === null) return true;
  const element = await frame.frameElement();
  return element.evaluate((self, closed) => !(self as Element).matches(closed), closedFrames);
}

/**
 * Injects axe into the page and its frames, once. In the page itself, as the adapter of axe, with a page of its own,
 * takes seconds.
 */
async function injectAxe(page: Page): Promise<void> {
  if (await page.evaluate(() => 'axe' in window)) return;
  for (const frame of page.frames()) if (await isOpen(frame)) await frame.evaluate(source);
}

/** Waits until nothing moves but what never ends: a colour on its way to another is neither. */
async function waitUntilStill(page: Page): Promise<void> {
  const isStill = (): boolean =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY,
      );
  await until(() => page.evaluate(isStill), { describe: 'nothing moves on the page' });
}

/**
 * The findings of axe, one a line: the rule, the place and the reason. No rule is disabled.
 * @param rules `colours` for a page whose other findings are known, in another theme
 */
export async function axeFindings(page: Page, rules: 'all' | 'colours' = 'all'): Promise<string[]> {
  await injectAxe(page);
  await waitUntilStill(page);
  const violations = await page.evaluate(
    async ([runOnly, closed]) => {
      const options: axe.RunOptions = { runOnly, resultTypes: ['violations'] };
      return (await window.axe.run({ exclude: [closed] }, options)).violations;
    },
    [rules === 'all' ? levels : colourRules, closedFrames] as const,
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
  return nameless === 0 ? findings : [...findings, `frame-title: ${nameless} frames without scripts have no name`];
}

import type { Page } from 'playwright-core';

/** The most stops of one walk through a page: more are of the same kind. */
const MAX_STOPS = 150;

/** Where the focus is, and whether anybody sees it. */
interface Stop {
  /** Undefined where the focus has left the page. */
  name: string | undefined;
  isHidden: boolean;
}

/**
 * The element that has the focus. It is hidden where none of nine points of it, in the window, is on top: other parts
 * of the page cover it (WCAG 2.2, 2.4.11, Focus Not Obscured).
 */
const readStop = (): Stop => {
  const element = document.activeElement;
  if (!element || element === document.body) return { name: undefined, isHidden: false };
  const { left, top, width, height } = element.getBoundingClientRect();
  const points = [0.1, 0.5, 0.9].flatMap(x => [0.1, 0.5, 0.9].map(y => [left + width * x, top + height * y] as const));
  const isOnTop = ([x, y]: readonly [number, number]): boolean => {
    const there = document.elementFromPoint(x, y);
    const label = there?.closest('label');
    return element.contains(there) || (there?.contains(element) ?? false) || label?.control === element;
  };
  const text = (element.getAttribute('aria-label') ?? element.getAttribute('name') ?? element.textContent ?? '').trim();
  const name = `${element.tagName.toLowerCase()} "${text.slice(0, 40)}"`;
  return { name, isHidden: width > 0 && height > 0 && !points.some(isOnTop) };
};

/**
 * Walks through a page with Tab and back with Shift-Tab, as somebody without a mouse does.
 * @returns what had the focus and could not be seen, one a line
 */
export async function findHiddenFocus(page: Page): Promise<string[]> {
  const hidden = new Set<string>();
  await page.emulateMedia({ reducedMotion: 'reduce' }); // scrolls at once
  for (const key of ['Tab', 'Shift+Tab'] as const) {
    await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
    for (let stops = 0; stops < MAX_STOPS; stops += 1) {
      await page.keyboard.press(key);
      const { name, isHidden } = await page.evaluate(readStop);
      if (name === undefined) {
        if (stops > 0) break;
        continue;
      }
      if (isHidden) hidden.add(`${name} has the focus and is covered (${key})`);
    }
  }
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  return [...hidden];
}

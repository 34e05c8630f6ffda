import type { Page } from 'playwright-core';
import type { Look } from './window.ts';

/**
 * What a reader cannot see: a page wider than its window, a part whose content is wider than itself without the dots
 * that say so, and words that run out of a part over what is beside it. On a phone a part may scroll sideways, on a
 * desktop there is room for all of it. What is written as code may be as long as its lines, and what is hidden from the
 * eye alone is not meant, nor is Material UI's switch, which hides the far end of what moves in it.
 */
export const cutOff = (page: Page, screen: Look['screen']): Promise<string[]> =>
  page.evaluate(isPhone => {
    const mayBe = 'pre, pre *, input, textarea, svg, svg *, .MuiSwitch-root';
    const scrolls = (element: Element): boolean => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    const isCut = (element: Element): boolean => {
      const { overflowX, textOverflow, display, clipPath } = getComputedStyle(element);
      const isSeen = element.clientWidth > 8 && display !== 'inline' && clipPath === 'none';
      const keeps = overflowX === 'visible' || (isPhone && scrolls(element)) || textOverflow === 'ellipsis';
      return isSeen && !keeps && element.scrollWidth > element.clientWidth + 1;
    };
    /**
     * The first part around a text that ends before it, up to one that hides or scrolls what is too long or stands by
     * itself.
     */
    const leftBy = (text: Node): Element | undefined => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const end = range.getBoundingClientRect().right;
      let left: Element | undefined;
      for (let around = text.parentElement; around; around = around.parentElement) {
        const { overflowX, display, position, clipPath } = getComputedStyle(around);
        if (clipPath !== 'none' || around.matches(mayBe)) return undefined;
        if (overflowX !== 'visible' || position === 'absolute' || position === 'fixed') return left;
        const isBox = !display.startsWith('inline') && display !== 'contents' && around.clientWidth > 8;
        // A space that hangs over the end of a line is in the first of these, and nobody sees it.
        if (isBox && end > around.getBoundingClientRect().right + 1 && around.scrollWidth > around.clientWidth + 1)
          left ??= around;
      }
      return left;
    };
    const nameOf = ({ tagName, className }: Element): string => `${tagName.toLowerCase()}.${className}`;
    const root = document.documentElement;
    const wrong =
      root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} wide in ${root.clientWidth}`] : [];
    for (const element of document.querySelectorAll('body *'))
      if (!element.matches(mayBe) && isCut(element))
        wrong.push(`${nameOf(element)} is cut off: ${element.scrollWidth} in ${element.clientWidth}`);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const left = text.textContent?.trim() ? leftBy(text) : undefined;
      if (left) wrong.push(`"${text.textContent?.trim().slice(0, 40)}" runs out of ${nameOf(left)}`);
    }
    return wrong;
  }, screen === 'phone');

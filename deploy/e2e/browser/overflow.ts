import type { Page } from 'playwright-core';
import type { Appearance } from './page.ts';

/**
 * What a reader cannot see: a page wider than its viewport, an element whose content is cut off without an ellipsis,
 * and text that overflows its element. On a phone an element may scroll sideways; on a desktop there is room for all of
 * it. Code, inputs and visually hidden elements are exempt, and Material UI's switch, which hides a part on purpose.
 */
export const findOverflow = (page: Page, screen: Appearance['screen']): Promise<string[]> =>
  page.evaluate(isPhone => {
    const exempt = 'pre, pre *, input, textarea, svg, svg *, .MuiSwitch-root';
    const scrolls = (element: Element): boolean => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    const isCut = (element: Element): boolean => {
      const { overflowX, textOverflow, display, clipPath } = getComputedStyle(element);
      const isVisible = element.clientWidth > 8 && display !== 'inline' && clipPath === 'none';
      const isAllowed = overflowX === 'visible' || (isPhone && scrolls(element)) || textOverflow === 'ellipsis';
      return isVisible && !isAllowed && element.scrollWidth > element.clientWidth + 1;
    };
    /**
     * The innermost element that ends before its text, up to one that hides or scrolls its overflow or is positioned.
     */
    const overflownBy = (text: Node): Element | undefined => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const end = range.getBoundingClientRect().right;
      let left: Element | undefined;
      for (let around = text.parentElement; around; around = around.parentElement) {
        const { overflowX, display, position, clipPath } = getComputedStyle(around);
        if (clipPath !== 'none' || around.matches(exempt)) return undefined;
        if (overflowX !== 'visible' || position === 'absolute' || position === 'fixed') return left;
        const isBox = !display.startsWith('inline') && display !== 'contents' && around.clientWidth > 8;
        // The first condition alone would count an invisible space at the end of a line.
        if (isBox && end > around.getBoundingClientRect().right + 1 && around.scrollWidth > around.clientWidth + 1)
          left ??= around;
      }
      return left;
    };
    const nameOf = ({ tagName, className }: Element): string => `${tagName.toLowerCase()}.${className}`;
    const root = document.documentElement;
    const findings =
      root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} wide in ${root.clientWidth}`] : [];
    for (const element of document.querySelectorAll('body *'))
      if (!element.matches(exempt) && isCut(element))
        findings.push(`${nameOf(element)} is cut off: ${element.scrollWidth} in ${element.clientWidth}`);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const left = text.textContent?.trim() ? overflownBy(text) : undefined;
      if (left) findings.push(`"${text.textContent?.trim().slice(0, 40)}" overflows ${nameOf(left)}`);
    }
    return findings;
  }, screen === 'phone');

import type { Page } from 'playwright-core';
import type { Look } from './window.ts';

/**
 * What a reader cannot see: a page wider than its window, and a part whose content is wider than itself, without the dots that say so. On a phone
 * a part may scroll sideways, on a desktop there is room for all of it. What is written as code may be as long as its lines, and what is hidden
 * from the eye alone is not meant, nor is Material UI's switch, which hides the far end of what moves in it.
 */
export const cutOff = (page: Page, screen: Look['screen']): Promise<string[]> =>
  page.evaluate(isPhone => {
    const mayBe = 'pre, pre *, input, textarea, svg *, .MuiSwitch-root';
    const isCut = (element: Element): boolean => {
      const { overflowX, textOverflow, display, clipPath } = getComputedStyle(element);
      const isSeen = element.clientWidth > 8 && display !== 'inline' && clipPath === 'none';
      const keeps = ['visible', ...(isPhone ? ['auto', 'scroll'] : [])].includes(overflowX) || textOverflow === 'ellipsis';
      return isSeen && !keeps && element.scrollWidth > element.clientWidth + 1;
    };
    const root = document.documentElement;
    const tooWide = root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} wide in ${root.clientWidth}`] : [];
    const parts = [...document.querySelectorAll('body *')].filter(element => isCut(element) && !element.matches(mayBe));
    const named = parts.map(({ tagName, className, scrollWidth, clientWidth }) => {
      return `${tagName.toLowerCase()}.${className} is cut off: ${scrollWidth} in ${clientWidth}`;
    });
    return [...tooWide, ...named];
  }, screen === 'phone');

import type { Page } from 'playwright-core';

/**
 * What a reader with a contrast theme (CSS Color Adjustment 1, forced colors) cannot see: a button that has neither a
 * border nor an underline, and something chosen that looks like what is not chosen beside it.
 */
export async function findInvisibleInForcedColors(page: Page): Promise<string[]> {
  await page.emulateMedia({ forcedColors: 'active' });
  const findings = await page.evaluate(() => {
    const isVisible = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
    };
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`;
    const lineOf = (element: Element): string => {
      const { borderTopStyle, borderTopWidth, outlineStyle, textDecorationLine } = getComputedStyle(element);
      const border = borderTopStyle === 'none' || borderTopWidth === '0px' ? '' : 'border';
      return [border, outlineStyle === 'none' ? '' : 'outline', textDecorationLine === 'none' ? '' : 'underline']
        .filter(Boolean)
        .join(' ');
    };
    const lookOf = (element: Element): string => {
      const { backgroundColor, color, borderTopColor, outlineStyle, textDecorationLine } = getComputedStyle(element);
      return [backgroundColor, color, borderTopColor, outlineStyle, textDecorationLine, lineOf(element)].join('; ');
    };
    const buttons = [...document.querySelectorAll('main .button, main button.MuiButton-root')].filter(isVisible);
    const plain = buttons.filter(element => lineOf(element) === '').map(element => `${nameOf(element)} has no border`);
    const chosen = document.querySelectorAll(
      ':is(a, button)[aria-current]:not([aria-current="false"]), [role="tab"][aria-selected="true"], button[aria-pressed="true"]',
    );
    const alike = [...chosen].filter(isVisible).flatMap(element => {
      const group = element.closest('ul, nav, fieldset, [role="tablist"], [role="group"], section');
      const others = [...(group?.querySelectorAll(element.tagName) ?? [])].filter(
        other =>
          other !== element && other.className.split(' ')[0] === element.className.split(' ')[0] && isVisible(other),
      );
      return others.some(other => lookOf(other) === lookOf(element)) ? [`${nameOf(element)} does not look chosen`] : [];
    });
    return [...plain, ...alike];
  });
  await page.emulateMedia({ forcedColors: 'none' });
  return findings;
}

import type { Locator } from 'playwright-core';
import type { CountedPage } from './counted-page.ts';

/** The parts of the console that every step uses, by their names. */
export interface CountedConsole {
  counted: CountedPage;
  button(name: string | RegExp): Locator;
  /** An entry of the menu. */
  menu(name: string): Locator;
  /** Waits for the page with this title. */
  heading(name: string | RegExp): Promise<void>;
  /** Waits until this is said. */
  notified(text: string | RegExp): Promise<void>;
  /** Finds something from anywhere with the command palette, and opens it. */
  jumpTo(words: string, result: RegExp): Promise<void>;
}

export function countedConsole(counted: CountedPage): CountedConsole {
  const { page } = counted;
  return {
    counted,
    button: name => page.getByRole('button', { name, exact: true }),
    menu: name => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }),
    heading: name => page.getByRole('heading', { name, level: 1 }).waitFor(),
    notified: text => page.getByText(text).first().waitFor(),
    async jumpTo(words, result) {
      await counted.key('Control+k');
      await counted.typeOn(page.getByRole('combobox', { name: 'Search or jump to' }), words);
      await page.getByRole('option', { name: result }).first().waitFor();
      const found = await page.getByRole('option').allTextContents();
      const before = found.findIndex(text => result.test(text));
      for (let at = 0; at < before; at += 1) await counted.key('ArrowDown');
      await counted.key('Enter');
    },
  };
}

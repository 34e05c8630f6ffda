import type { Locator, Page } from 'playwright-core';
import { until } from '../../services/platform/testing/until.ts';

/** How long a field may take to get the focus, ms. */
const FOCUS_MS = 5_000;

/** What a person does, and how long the machine takes. */
export interface Count {
  /** Clicks and taps, and keys that type nothing: Enter, Tab, Ctrl+K as one. */
  presses: number;
  /** Typed characters. */
  characters: number;
  /** Documents that the browser loaded. */
  pages: number;
  /** From the first press until its effect is seen, ms; nobody thinks or reads meanwhile. */
  ms: number;
}

/** The count of a named part of a walk. */
export interface Step extends Count {
  name: string;
}

/** A file that a person chooses from the disk. */
export interface GivenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const nothing = (): Count => ({ presses: 0, characters: 0, pages: 0, ms: 0 });

/** Counts what a walk through a page does. Everything that a person would do goes through its methods. */
export class CountedPage {
  readonly steps: Step[] = [];
  readonly page: Page;
  private count = nothing();

  constructor(page: Page) {
    this.page = page;
    page.on('domcontentloaded', () => {
      this.count.pages += 1;
    });
  }

  /**
   * Counts what `act` does as one step; it ends when the effect is on the screen.
   * @throws Error with the name of the step when it cannot be done
   */
  async step(name: string, act: () => Promise<void>): Promise<void> {
    this.count = nothing();
    const start = performance.now();
    try {
      await act();
    } catch (error) {
      throw new Error(`This step cannot be done: ${name}`, { cause: error });
    }
    this.steps.push({ name, ...this.count, ms: performance.now() - start });
  }

  /** Opens an address, as a bookmark does. */
  async open(url: string): Promise<void> {
    this.count.presses += 1;
    await this.page.goto(url);
  }

  async press(target: Locator): Promise<void> {
    this.count.presses += 1;
    await target.click();
  }

  /** Presses a key that types nothing, alone or with others: `Enter`, `Control+k`. */
  async key(name: string): Promise<void> {
    this.count.presses += 1;
    await this.page.keyboard.press(name);
  }

  /** Presses a field, and types into it. */
  async type(field: Locator, text: string): Promise<void> {
    await this.press(field);
    await this.typeOn(field, text);
  }

  /** Types into a field that gets the focus by itself. @throws Error when it does not get it */
  async typeOn(field: Locator, text: string): Promise<void> {
    await until(() => field.evaluate(element => element === document.activeElement), {
      describe: `the focus is on ${field}`,
      timeoutMs: FOCUS_MS,
    });
    this.count.characters += text.length;
    await this.page.keyboard.type(text);
  }

  /** Chooses from a list box of the browser: it is opened, and an option pressed. */
  async select(listBox: Locator, value: string): Promise<void> {
    this.count.presses += 2;
    await listBox.selectOption(value);
  }

  /** Chooses a file: the button is pressed, and the file in the dialog of the system. */
  async chooseFile(button: Locator, file: GivenFile): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.press(button)]);
    this.count.presses += 1;
    await chooser.setFiles(file);
  }
}

import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../local/browser.ts';

export const screens = {
  phone: { width: 390, height: 844, scale: 2 },
  desktop: { width: 1280, height: 800, scale: 1 },
} as const;

/** The viewport and the colour scheme of a page. */
export interface Appearance {
  screen: keyof typeof screens;
  theme: 'light' | 'dark';
}

export interface PageOptions extends Partial<Appearance> {
  /** `false`: scripts do not run. */
  javaScript?: boolean;
  /** An IANA time zone: `Asia/Kolkata`. */
  timeZone?: string;
}

/** Starts the browser that `deploy/local/browser.ts` finds. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findBrowser(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      '--force-color-profile=srgb',
    ],
  });
}

/** A page in a new browser context: no cookies, no cache; English, desktop, light and UTC by default. */
export async function newPage(
  browser: Browser,
  { screen = 'desktop', theme = 'light', javaScript = true, timeZone = 'UTC' }: PageOptions = {},
): Promise<Page> {
  const { width, height, scale } = screens[screen];
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: theme,
    javaScriptEnabled: javaScript,
    locale: 'en-US',
    timezoneId: timeZone,
    reducedMotion: 'no-preference',
    ...(screen === 'phone' ? { isMobile: true, hasTouch: true } : {}),
  });
  context.setDefaultTimeout(40_000);
  return context.newPage();
}

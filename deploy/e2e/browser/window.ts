import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../local/browser.ts';

export const screens = {
  phone: { width: 390, height: 844, scale: 2 },
  desktop: { width: 1280, height: 800, scale: 1 },
} as const;

/** How somebody looks at a page. */
export interface Look {
  screen: keyof typeof screens;
  theme: 'light' | 'dark';
}

export interface Visitor extends Partial<Look> {
  /** `false`: scripts do not run. */
  javaScript?: boolean;
  /** By its IANA name, as `Asia/Kolkata`. */
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

/** A browser window of somebody new: no cookies, nothing cached, English, desktop, light and in UTC unless told. */
export async function newVisitor(
  browser: Browser,
  { screen = 'desktop', theme = 'light', javaScript = true, timeZone = 'UTC' }: Visitor = {},
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
  context.setDefaultTimeout(20_000);
  return context.newPage();
}

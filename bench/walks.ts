import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser, newPage, type PageOptions } from '../deploy/e2e/browser/page.ts';
import { writeResults } from './results.ts';
import { COUNTED_AT } from './walks/before.ts';
import { walkBigBasket } from './walks/big-basket.ts';
import { CountedPage, type Step } from './walks/counted-page.ts';
import { prepareDay } from './walks/day-fixtures.ts';
import { walkMerchantDay } from './walks/merchant-day.ts';
import { walkTable } from './walks/walk-table.ts';

/**
 * What two walks through a running shop cost in presses, typed characters, pages and time: `node bench/walks.ts
 * [--write]`. A shopper on a phone buys thirty things; a merchant works through a day. The environment names the shop
 * as it does for the tests of deploy/e2e (`api-client.ts`). The first step that cannot be done ends it with its name.
 */
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

const load = (): string => (loadavg()[0] ?? 0).toFixed(1);

async function walk(
  browser: Browser,
  options: PageOptions,
  steps: (counted: CountedPage) => Promise<void>,
): Promise<Step[]> {
  const page = await newPage(browser, options);
  try {
    const counted = new CountedPage(page);
    await steps(counted);
    return counted.steps;
  } finally {
    await page.context().close();
  }
}

async function walkDay(browser: Browser): Promise<Step[]> {
  const day = await prepareDay();
  try {
    return await walk(browser, { screen: 'desktop' }, counted => walkMerchantDay(counted, day));
  } finally {
    await day.close();
  }
}

const browser = await launchBrowser();
try {
  const before = load();
  const basket = await walk(browser, { screen: 'phone' }, walkBigBasket);
  const day = await walkDay(browser);
  const report = [
    `Before: commit ${COUNTED_AT}. Load ${before} at the start, ${load()} at the end.`,
    '',
    '### A big basket, on a phone',
    '',
    walkTable(basket),
    '',
    "### A merchant's day, at a desktop",
    '',
    walkTable(day),
  ].join('\n');
  console.log(report);
  if (values.write) writeResults(join(import.meta.dirname, 'RESULTS.md'), 'walks', report);
} finally {
  await browser.close();
}

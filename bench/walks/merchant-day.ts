import { type CountedConsole, countedConsole } from './counted-console.ts';
import type { CountedPage } from './counted-page.ts';
import type { Day } from './day-fixtures.ts';
import { walkCatalog } from './merchant-catalog.ts';
import { walkOrders } from './merchant-orders.ts';

/** The walk of a merchant at a desktop through a day of the shop. */
export async function walkMerchantDay(counted: CountedPage, day: Day): Promise<void> {
  const shop = countedConsole(counted);
  await walkOrders(shop, day);
  await walkCatalog(shop, day);
  await readReport(shop);
}

async function readReport({ counted, button, menu }: CountedConsole): Promise<void> {
  const { page } = counted;
  await counted.step("read the week's report, and download it", async () => {
    await counted.press(menu('Home'));
    await counted.press(page.getByRole('link', { name: 'Sales', exact: true }));
    await counted.press(page.getByRole('combobox', { name: 'Range' }));
    await counted.press(page.getByRole('option', { name: '7 days' }));
    await page.getByRole('img', { name: 'Sales by day' }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), counted.press(button('Download CSV'))]);
    if (!file.suggestedFilename().endsWith('.csv')) throw new Error('The report is no CSV file');
  });
}

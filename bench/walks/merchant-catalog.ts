import sharp from 'sharp';
import type { CountedConsole } from './counted-console.ts';
import type { GivenFile } from './counted-page.ts';
import type { Day } from './day-fixtures.ts';

/** The noon of a merchant: a new product, new prices, a file of a supplier, and stock that was counted. */
export async function walkCatalog(shop: CountedConsole, { own, products, category }: Day): Promise<void> {
  const { counted, button, menu, heading, notified, jumpTo } = shop;
  const { page } = counted;
  const picture = await shirtPicture();
  const search = page.getByRole('searchbox');
  await counted.step('add a product of 3 × 2 variants, with a picture, prices and stock, and publish it', async () => {
    await jumpTo('add product', /^Add product/);
    await counted.typeOn(page.getByLabel('Title', { exact: false }).first(), `Shirt ${own}`);
    await counted.press(button('Add options'));
    await counted.type(page.getByLabel('Add values to Size'), 'S, M, L,');
    await counted.press(button('Another option'));
    await counted.type(page.getByLabel('Name of option 2'), 'Colour');
    await counted.type(page.getByLabel('Add values to Colour'), 'White, Indigo,');
    const price = page.getByRole('textbox', { name: 'Price of S / White in USD', exact: true });
    await counted.type(price, '49');
    await counted.press(button('Fill down'));
    await counted.type(page.getByRole('textbox', { name: /^Stock of S \/ White at East/ }), '12');
    await counted.press(button('Fill down'));
    await counted.chooseFile(button('Add pictures'), picture);
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    await counted.type(page.getByRole('combobox', { name: 'Category' }), category.name);
    await counted.press(page.getByRole('combobox', { name: 'Status' }));
    await counted.press(page.getByRole('option', { name: 'For sale' }));
    await counted.press(button('Add product'));
    await notified('Added, and for sale.');
  });
  await counted.step(`raise the prices of a category of ${category.size} products by 5 %`, async () => {
    await counted.press(menu('Products'));
    await counted.press(button('Category'));
    await counted.typeOn(page.getByRole('dialog').getByLabel('Find a category'), category.name);
    await counted.key('Enter');
    await page
      .getByText(`${category.size + 1} products`)
      .first()
      .waitFor();
    await counted.press(page.getByRole('checkbox', { name: 'Select all on this page' }));
    await counted.press(button(/^Select all \d+$/));
    await counted.press(button('Change prices'));
    await counted.typeOn(page.getByRole('dialog').getByLabel('Percent'), '5');
    await counted.press(page.getByRole('dialog').getByRole('button', { name: /^Change \d+/ }));
    await notified(/^New prices for /);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
  await counted.step("import a supplier's file: dry run, then the import", async () => {
    await jumpTo('import products', /^Import products/);
    await counted.chooseFile(button('Choose a file'), supplierFile(own));
    await page.getByText('Every row is fine.').waitFor();
    await counted.press(button('Import'));
    await heading('supplier.csv');
    await page.getByText('Every row is fine.').waitFor();
  });
  await counted.step('count the stock of three skus', async () => {
    await counted.press(menu('Stock'));
    await heading('Stock');
    for (const { sku, title } of products) {
      await counted.key('/');
      await counted.typeOn(search, title);
      await counted.press(button(`Adjust ${sku} at east`));
      await counted.typeOn(page.getByLabel('How many there are now'), '40');
      await counted.key('Enter');
      await notified(new RegExp(`^${sku} at .*: 40 on hand$`));
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });
}

/** What a supplier sends: new products and their stock. */
function supplierFile(own: string): GivenFile {
  const head = 'handle,title,category,sku,price,currency,stock:east';
  const rows = Array.from(
    { length: 20 },
    (_, at) => `bowl-${own}-${at},Bowl ${at} ${own},Bowls,bowl-${own}-${at},${at + 5}.50,USD,${at + 10}`,
  );
  return { name: 'supplier.csv', mimeType: 'text/csv', buffer: Buffer.from([head, ...rows].join('\n')) };
}

async function shirtPicture(): Promise<GivenFile> {
  const create = { width: 1_200, height: 1_200, channels: 3 as const, background: '#6a7fb5' };
  return { name: 'shirt.png', mimeType: 'image/png', buffer: await sharp({ create }).png().toBuffer() };
}

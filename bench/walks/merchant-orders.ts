import { environment } from '../../deploy/e2e/api-client.ts';
import type { CountedConsole } from './counted-console.ts';
import type { Customer, Day } from './day-fixtures.ts';

/** The morning of a merchant: signs in, finds orders, ships what waits, and refunds. */
export async function walkOrders(shop: CountedConsole, { customers, products }: Day): Promise<void> {
  const { counted, button, menu, heading, notified, jumpTo } = shop;
  const { page } = counted;
  await counted.step('sign in', async () => {
    await counted.open(environment.ADMIN_URL);
    await counted.typeOn(page.getByLabel('E-mail'), environment.ADMIN_EMAIL);
    await counted.key('Tab');
    await counted.typeOn(page.getByLabel('Password'), environment.ADMIN_PASSWORD);
    await counted.key('Enter');
    await page.getByRole('link', { name: /parcels? to hand to the carrier/ }).waitFor();
  });
  await counted.step('open what needs a hand: parcels to send', async () => {
    await counted.press(page.getByRole('link', { name: /parcels? to hand to the carrier/ }));
    await heading('Shipments');
    await page.getByRole('table').getByRole('row').nth(1).waitFor();
  });

  const [named, phoned] = customers;
  const orderOf = (customer: Customer | undefined) => new RegExp(`^C-\\d+ ${customer?.name}`);
  const surname = named?.name.split(' ')[1] ?? '';
  await counted.step("find an order by the customer's surname", async () => {
    await jumpTo(surname, orderOf(named));
    await heading(/^C-/);
    await page
      .getByText(named?.name ?? '')
      .first()
      .waitFor();
  });
  await counted.step('find an order by the phone number', async () => {
    await jumpTo(phoned?.phone ?? '', orderOf(phoned));
    await page
      .getByText(phoned?.name ?? '')
      .first()
      .waitFor();
  });
  await counted.step(`print the pick list of ${customers.length} orders`, async () => {
    await counted.press(menu('Orders'));
    await counted.press(button('Unfulfilled'));
    await page.getByText(`${customers.length} orders`).first().waitFor();
    await counted.press(page.getByRole('checkbox', { name: 'Select all on this page' }));
    await counted.press(page.getByRole('link', { name: 'Pick list' }));
    await page.getByText(products[0]?.sku ?? '').waitFor();
    await counted.press(button('Print'));
  });
  await counted.step(`ship the ${customers.length} orders`, async () => {
    await counted.press(page.getByRole('link', { name: 'Back to orders' }));
    await counted.press(page.getByRole('toolbar', { name: 'Selected rows' }).getByRole('button', { name: 'Ship' }));
    await counted.press(page.getByRole('dialog').getByRole('button', { name: 'Ship' }));
    await notified(`${customers.length} orders on the way to the carrier.`);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
  await counted.step('refund one unit of a line, back into stock', async () => {
    await jumpTo(surname, orderOf(named));
    await counted.press(button('Refund'));
    const dialog = page.getByRole('dialog', { name: /^Refund / });
    await counted.press(dialog.getByRole('button', { name: `One more of ${products[0]?.title}` }));
    await counted.press(dialog.getByLabel('Put back into stock at'));
    await counted.type(dialog.getByLabel('Reason'), 'Chipped');
    await counted.press(dialog.getByRole('button', { name: /^Refund / }));
    await notified(/are on their way back/);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
}

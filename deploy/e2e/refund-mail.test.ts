import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { call, environment, read } from './api-client.ts';
import { axeFindings } from './browser/axe.ts';
import { createScenario } from './browser/scenario.ts';
import { createStaff, signIn } from './browser/staff.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { adminSession } from './test-products.ts';

const { openPage } = useBrowser();

const messages = z.object({ items: z.array(z.object({ template: z.string() })) });

/** The templates of the messages about an order. */
async function templatesOf(orderId: string): Promise<string[]> {
  const path = `/admin/messages?orderId=${orderId}&limit=100`;
  return read(await call('GET', path, undefined, await adminSession()), 200, messages).items.map(
    ({ template }) => template,
  );
}

test.each([['desktop'], ['phone']] as const)(
  'who refunds is shown the mail that the customer will get, and nothing is sent by that (%s)',
  async screen => {
    const { order } = await createScenario();
    const page = await openPage({ screen });
    await signIn(page, await createStaff('orders'));
    await page.goto(`${environment.ADMIN_URL}/orders/${order.orderId}/show`);
    await page.getByRole('region', { name: 'Money' }).getByRole('button', { name: 'Refund' }).click();
    const dialog = page.getByRole('dialog', { name: /^Refund C-/ });
    await dialog.getByRole('button', { name: 'Show the mail' }).click();
    await dialog.getByText('Choose what to refund first.').waitFor();
    await dialog
      .getByRole('button', { name: /^One more of/ })
      .first()
      .click();
    const mail = dialog.frameLocator('iframe');
    await mail.getByText('A part of your money is on its way back').waitFor();
    await mail.getByText(/^1 × /).waitFor();
    const amount = /\$[\d.,]+/.exec((await dialog.getByRole('button', { name: /^Refund \$/ }).textContent()) ?? '');
    await mail.getByText(`We have refunded ${amount?.[0]} of your order C-`).waitFor();
    expect(await dialog.locator('iframe').evaluate(frame => frame.clientWidth)).toBeLessThanOrEqual(375);
    expect(await axeFindings(page)).toEqual([]);

    await dialog.getByRole('button', { name: 'Choose everything' }).click();
    await mail.getByText('Your money is on its way back', { exact: true }).waitFor();
    await dialog.getByRole('tab', { name: 'Plain text' }).click();
    const whole = /\$[\d.,]+/.exec((await dialog.getByRole('button', { name: /^Refund \$/ }).textContent()) ?? '');
    await dialog.getByText(`We have refunded ${whole?.[0]} for your order`).waitFor();
    await dialog.getByRole('checkbox', { name: 'Tell the customer by e-mail' }).click();
    await dialog.getByRole('button', { name: /the mail$/ }).waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    const templates = await until(
      async () => {
        const found = await templatesOf(order.orderId);
        return found.length > 1 && found.toSorted();
      },
      { describe: 'the messages of the order' },
    );
    expect(templates).toEqual(['order-paid', 'shipment-created']);
    expect(pageErrors(page)).toEqual([]);
  },
);

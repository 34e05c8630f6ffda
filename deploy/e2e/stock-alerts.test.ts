import { expect, test } from '@jest/globals';
import { until } from '../../services/platform/testing/until.ts';
import { environment, mailsTo, newEmail } from './api-client.ts';
import { signIn } from './browser/staff.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { storefront } from './shopper.ts';
import { adjustStock, createProduct } from './test-products.ts';

const { openPage } = useBrowser();

test.each([true, false])(
  'who asks at a sold-out product gets one mail when it is back, and can end it (script: %s)',
  async javaScript => {
    const vase = await createProduct({ name: 'Vase', stock: 0 });
    const bowl = await createProduct({ name: 'Bowl', stock: 0 });
    const email = newEmail();
    const page = await openPage({ screen: 'phone', javaScript });
    for (const { slug } of [vase, bowl]) {
      await page.goto(`${storefront}/products/${slug}`);
      await page.getByLabel('Tell me when it is back').fill(email);
      await page.getByRole('button', { name: 'Write to me' }).click();
      await page.getByText('We write to you when it is back.').waitFor();
    }
    await adjustStock(vase.sku, 3);
    const subject = `Back in stock: ${vase.title}`;
    const [mail] = await until(async () => (await mailsTo(email)).length > 0 && mailsTo(email), {
      describe: 'the mail',
    });
    expect(mail?.subject).toBe(subject);
    const link = (part: string) => new RegExp(`${part}: (http\\S+)`).exec(mail?.text ?? '')?.[1] ?? '';
    const isBack = async (): Promise<boolean> => {
      await page.goto(link('Have a look'));
      return page.getByRole('button', { name: 'Add to cart' }).isVisible();
    };
    await until(isBack, { describe: 'its page, which may be stored without it, shows that it is back' });
    await page.goto(link('No more of these messages'));
    await page.getByRole('button', { name: 'Send me no more' }).click();
    await page.getByRole('heading', { name: 'No more of these messages' }).waitFor();
    expect(new URL(page.url()).searchParams.has('token')).toBe(false);
    expect(pageErrors(page)).toEqual([]);
  },
);

test('the console says how many wait, beside the stock and on the product', async () => {
  const vase = await createProduct({ name: 'Urn', stock: 0 });
  const shopper = await openPage();
  for (const email of [newEmail(), newEmail()]) {
    await shopper.goto(`${storefront}/products/${vase.slug}`);
    await shopper.getByLabel('Tell me when it is back').fill(email);
    await shopper.getByRole('button', { name: 'Write to me' }).click();
    await shopper.getByText('We write to you when it is back.').waitFor();
  }
  const page = await openPage();
  await signIn(page);
  await page.goto(`${environment.ADMIN_URL}/products/${vase.id}`);
  await page.getByText(`Waiting for a message that it is back: 2 for ${vase.sku}.`).waitFor();
});

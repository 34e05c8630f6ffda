import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { until } from '../../../services/platform/testing/until.ts';
import { checkoutRequest, newKey } from '../api-client.ts';
import { createProduct, type TestProduct } from '../test-products.ts';
import type { Headers, Session } from './sessions.ts';
import { request } from './sessions.ts';
import { urlOf } from './system.ts';

const ids = z.looseObject({ id: z.string() });
const page = z.object({ items: z.array(ids) });
const bought = z.looseObject({ id: z.string(), orderId: z.string(), orderToken: z.string() });

/** What belongs to one shopper, by the names of the contracts' parameters. */
export interface Purchase {
  product: TestProduct;
  orderToken: string;
  values: Record<string, string>;
}

/** The ids of what nobody else uses, and may be changed and deleted. */
export interface Deletable {
  productId: string;
  categoryId: string;
  attributeId: string;
  staffId: string;
}

/** The body of an answer of this status. */
export async function bodyOf<T>(response: Response, status: number, shape: z.ZodType<T>): Promise<T> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.url} responded ${response.status}: ${text}`);
  return shape.parse(JSON.parse(text));
}

/** Something of the shop that has to do with an order: the first item of a list, once there is one. */
async function firstOf(service: string, path: string, headers: Headers): Promise<string> {
  let found: string | undefined;
  await until(
    async () => {
      const { items } = await bodyOf(await request(urlOf(service), 'GET', path, { headers }), 200, page);
      found = items[0]?.id;
      return found !== undefined;
    },
    { describe: `${path} lists something` },
  );
  return found ?? '';
}

/** A purchase of a new product by this shopper, with everything that comes of it. */
export async function createPurchase(shopper: Session, admin: Session): Promise<Purchase> {
  const product = await createProduct({ stock: 1_000, name: 'Walk' });
  const lines = [{ sku: product.sku, quantity: 1 }];
  const gateway = urlOf('gateway');
  const cart = async (): Promise<string> =>
    (await bodyOf(await request(gateway, 'POST', '/cart', { body: { lines } }), 201, ids)).id;
  const body = checkoutRequest(await cart(), { paymentMethod: 'pm_card_visa', email: shopper.email });
  const headers = { ...shopper.cookie, ...newKey() };
  const order = await bodyOf(await request(gateway, 'POST', '/checkout', { headers, body }), 201, bought);
  const of = `?orderId=${order.orderId}`;
  const { bearer } = admin;
  const [shipmentId, messageId, paymentId, sessionId, categoryId, attributeId] = await Promise.all([
    firstOf('shipping', `/admin/shipments${of}`, bearer),
    firstOf('notifications', `/admin/messages${of}`, bearer),
    firstOf('payments', `/admin/payments${of}`, bearer),
    firstOf('identity', '/admin/account/sessions', bearer),
    firstOf('catalog', '/admin/categories', bearer),
    firstOf('catalog', '/admin/attributes', bearer),
  ]);
  return {
    product,
    orderToken: order.orderToken,
    values: {
      productId: product.id,
      slug: product.slug,
      sku: product.sku,
      cartId: await cart(),
      orderId: order.orderId,
      checkoutId: order.id,
      reservationId: order.orderId,
      shipmentId,
      messageId,
      paymentId,
      sessionId,
      categoryId,
      attributeId,
    },
  };
}

/** Creates what nobody else uses, so that it may be changed and deleted. */
export async function createDeletable(admin: Session): Promise<Deletable> {
  const { id: productId } = await createProduct({ stock: 0, name: 'Spare' });
  const post = async (service: string, path: string, body: object) =>
    bodyOf(await request(urlOf(service), 'POST', path, { headers: { ...admin.bearer, ...newKey() }, body }), 201, ids);
  const category = await post('catalog', '/admin/categories', { name: `Walk ${randomUUID()}` });
  const attribute = await post('catalog', '/admin/attributes', { name: `Walk ${randomUUID()}`, type: 'number' });
  const email = `walk-${randomUUID()}@covenant.example`;
  const staff = await post('identity', '/admin/staff', { email, name: 'Walk', roles: ['support'] });
  return { productId, categoryId: category.id, attributeId: attribute.id, staffId: staff.id };
}

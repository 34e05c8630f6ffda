import { randomUUID } from 'node:crypto';
import { z } from 'zod';

export const environment = z
  .object({
    GATEWAY_URL: z.url(),
    STOREFRONT_URL: z.url(),
    ADMIN_URL: z.url(),
    INBOX_URL: z.url(),
    ADMIN_EMAIL: z.string(),
    ADMIN_PASSWORD: z.string(),
  })
  .parse(process.env);

export const gateway = environment.GATEWAY_URL;

const money = z.object({ amount: z.int(), currency: z.string() });
const product = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  images: z.array(z.object({ url: z.string() })),
  variants: z.array(z.object({ sku: z.string(), price: money })).min(1),
});
export const shapes = {
  product,
  products: z.object({ items: z.array(product), nextCursor: z.string().nullable() }),
  cart: z.object({
    id: z.string(),
    subtotal: money,
    lines: z.array(z.object({ sku: z.string(), quantity: z.int(), available: z.int() })),
  }),
  checkout: z.object({
    orderId: z.string(),
    orderToken: z.string(),
    total: money,
    payment: z.object({ status: z.string(), redirectUrl: z.string().optional() }),
  }),
  order: z.object({
    id: z.string(),
    status: z.string(),
    totals: z.object({ total: money }),
    shipments: z.array(z.object({ trackingNumber: z.string() })),
    timeline: z.array(z.object({ type: z.string() })),
  }),
  problem: z.looseObject({ title: z.string(), status: z.int() }),
};

export interface ApiResponse {
  status: number;
  headers: Headers;
  body: unknown;
}

/** A request to the public API, as any client sends it. */
export async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiResponse> {
  const response = await fetch(gateway + path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** The body of a response, which must have this status and shape. */
export function read<T>(response: ApiResponse, status: number, shape: z.ZodType<T>): T {
  if (response.status !== status)
    throw new Error(`Expected ${status}, received ${response.status}: ${JSON.stringify(response.body)}`);
  return shape.parse(response.body);
}

export const address = {
  name: 'Ada Shopper',
  line1: '1 Analytical Way',
  city: 'London',
  postalCode: 'N1 9GU',
  country: 'GB',
};
export const newEmail = (): string => `shopper-${randomUUID()}@example.com`;
export const newKey = (): Record<string, string> => ({ 'idempotency-key': randomUUID() });

export async function createCart(...lines: { sku: string; quantity: number }[]) {
  return read(await call('POST', '/cart', { lines }), 201, shapes.cart);
}

/** The body of `POST /checkout` for a cart. */
export const checkoutRequest = (
  cartId: string,
  more: { paymentMethod?: string; email?: string; returnUrl?: string } = {},
) => ({
  cartId,
  email: newEmail(),
  shippingAddress: address,
  shippingMethod: 'standard',
  ...more,
});

export const findOrder = async (order: { orderId: string; orderToken: string }) =>
  read(
    await call('GET', `/orders/${order.orderId}`, undefined, { 'x-order-token': order.orderToken }),
    200,
    shapes.order,
  );

/** The `Cookie` header of the first admin's session. */
export async function signInAsAdmin(): Promise<Record<string, string>> {
  const response = await call('POST', '/auth/sign-in', {
    email: environment.ADMIN_EMAIL,
    password: environment.ADMIN_PASSWORD,
  });
  if (response.status !== 200) throw new Error(`The sign-in responded ${response.status}`);
  return {
    cookie: response.headers
      .getSetCookie()
      .map(cookie => cookie.split(';')[0])
      .join('; '),
  };
}

const mailSchema = z.object({
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  to: z.array(z.object({ address: z.string() })),
});

/** The e-mails to this address, oldest first. */
export async function mailsTo(email: string): Promise<z.output<typeof mailSchema>[]> {
  const mails = z.array(mailSchema).parse(await (await fetch(`${environment.INBOX_URL}/api/email`)).json());
  return mails.filter(mail => mail.to.some(to => to.address === email));
}

/** The subjects of the e-mails to this address. */
export async function emailSubjectsTo(email: string): Promise<string[]> {
  return (await mailsTo(email)).map(({ subject }) => subject);
}

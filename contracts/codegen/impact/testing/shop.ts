import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Project } from '../../config.ts';
import { generate } from '../../generate.ts';
import { writeFiles } from '../../output.ts';
import { projectFolder } from '../../testing/project-folder.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { findImpact } from '../command.ts';
import type { ImpactReport } from '../impact.ts';

const orders = `openapi: 3.1.1
info: { title: Orders, version: 1.0.0 }
paths:
  /orders/{orderId}:
    get:
      operationId: getOrder
      parameters: [{ name: orderId, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
  /orders:
    get:
      operationId: listOrders
      parameters: [{ name: limit, in: query, schema: { type: integer, default: 20 } }]
      x-admin: { resource: orders, columns: [number] }
      responses: { '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Orders' } } } } }
    post:
      operationId: placeOrder
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewOrder' } } } }
      responses: { '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
components:
  schemas:
    Status: { type: string, enum: [open, paid] }
    Money: { type: object, required: [amount], properties: { amount: { type: integer } } }
    Order:
      type: object
      required: [id, number, status, total]
      properties:
        id: { type: string }
        number: { type: string }
        note: { type: string }
        status: { $ref: '#/components/schemas/Status' }
        total: { $ref: '#/components/schemas/Money' }
    Orders: { type: object, required: [items], properties: { items: { type: array, items: { $ref: '#/components/schemas/Order' } } } }
    NewOrder: { type: object, required: [sku], properties: { sku: { type: string }, gift: { type: boolean } } }
`;

const events = `asyncapi: 3.0.0
info: { title: Orders, version: 1.0.0 }
channels:
  orders:
    address: orders.order.v1
    messages: { OrderPaid: { $ref: '#/components/messages/OrderPaid' }, OrderLost: { $ref: '#/components/messages/OrderLost' } }
operations:
  publish: { action: send, channel: { $ref: '#/channels/orders' } }
components:
  messages:
    OrderPaid: { payload: { $ref: '#/components/schemas/OrderPaid' } }
    OrderLost: { payload: { $ref: '#/components/schemas/OrderLost' } }
  schemas:
    OrderPaid:
      type: object
      required: [orderId, number, email]
      properties: { orderId: { type: string }, number: { type: string }, email: { type: string } }
    OrderLost: { type: object, required: [orderId], properties: { orderId: { type: string }, reason: { type: string, enum: [late, gone] } } }
`;

const code = {
  'services/orders/http.ts': `import type { Order } from '../../generated/orders/types.ts';
export function toOrder(id: string): Order {
  return { id, number: 'C-1', status: 'open', total: { amount: 1 } };
}
`,
  'services/mail/events.ts': `import { createOrdersConsumer, type OrderPaid } from '../../generated/orders/events.ts';
const view = ({ number, email: to }: OrderPaid) => ({ number: number.trim(), to });
export const mails: object[] = [];
export const consumer = createOrdersConsumer<undefined>({
  handlers: { OrderPaid: async event => void mails.push(view(event)), OrderLost: 'ignore' },
});
`,
  'services/mail/record.ts': `import type { OrderLost } from '../../generated/orders/events.ts';
export interface LossRecord { reason: NonNullable<OrderLost['reason']> }
`,
  'services/mail/losses.ts': `import type { OrderLost } from '../../generated/orders/events.ts';
import type { LossRecord } from './record.ts';
export const losses: LossRecord[] = [];
export const keep = ({ reason = 'late' }: OrderLost): void => void losses.push({ reason });
`,
  'services/mail/reasons.ts': `import type { OrderLost, OrderPaid } from '../../generated/orders/events.ts';
type Reason = NonNullable<OrderLost['reason']>;
export const known: readonly Reason[] = ['late', 'gone'];
const idOf = <T extends { orderId: string }>(one: T): string => one.orderId;
export const paidId = (paid: OrderPaid): string => idOf(paid);
export const isOne = (...reasons: OrderLost['reason'][]) => ({ reason }: OrderLost): boolean => reasons.includes(reason);
`,
  'services/orders/publish.ts': `import { ordersEvents } from '../../generated/orders/events.ts';
export const lost = (orderId: string) => ordersEvents.OrderLost(orderId, { orderId });
`,
  'services/orders/rows.ts': `import type { Orders } from '../../generated/orders/types.ts';
interface Row { id: string; number: string; status: 'open'; total: { amount: number } }
interface Page { items: Row[]; next: string }
export const asOrders = ({ next: _, ...page }: Page): Orders => ({ ...page });
`,
  'services/shop/upstreams.ts': `import { createOrdersClient, type OrdersClient } from '../../generated/orders/client.ts';
type Orders = Pick<OrdersClient, 'getOrder'>;
export interface Upstreams { orders: Orders }
export const connect = (): Upstreams => ({ orders: createOrdersClient({ baseUrl: 'http://orders' }) });
`,
  'services/mail/parcels.ts': `import type { OrderPaid } from '../../generated/orders/events.ts';
interface Parcel { to: string; orderId: string }
type View = { [name: string]: string | View };
export const parcelOf = ({ orderId, email: to }: OrderPaid): Parcel => {
  const parcel = { to, orderId };
  return { ...parcel };
};
export const viewOf = ({ email }: OrderPaid): View => ({ email });
`,
  'services/orders/every.ts': `import type { NewOrder } from '../../generated/orders/types.ts';
type Every<T> = { [Name in keyof Required<T>]: T[Name] | undefined };
declare function every<T extends object>(fields: Every<T>): T;
export const gift = (sku: string): NewOrder => every<NewOrder>({ sku, gift: true });
`,
  'services/mail/templates/order-paid.mjml': '<mjml>Order {{ number }}</mjml>\n',
  'services/shop/buy.ts': `import { createOrdersClient } from '../../generated/orders/client.ts';
const client = createOrdersClient({ baseUrl: 'http://orders' });
export async function buy(sku: string): Promise<string> {
  const response = await client.placeOrder({ body: { sku } });
  return response.body.number;
}
`,
  'storefront/app/orders/[id]/page.ts': `import { createOrdersClient } from '../../../../generated/orders/client.ts';
import type { Status } from '../../../../generated/orders/types.ts';
import { price } from '../../../price.ts';
const words: Record<Status, string> = { open: 'Not paid yet', paid: 'Paid' };
export async function page(orderId: string): Promise<string> {
  const { body: order } = await createOrdersClient({ baseUrl: 'http://orders' }).getOrder({ path: { orderId } });
  return [words[order.status], price(order.total), order.note?.trim(), order.status === 'paid'].join();
}
`,
  'storefront/price.ts': `interface Price { amount: number }
export const price = ({ amount }: Price): string => amount.toFixed(2);
`,
  'admin/screens/orders/OrderForm.tsx': `import type { ReactNode } from './react.ts';
import type { Order } from '../../../generated/orders/types.ts';
declare function TextField(props: { source: string }): ReactNode;
export const labelOf = ({ id }: Order): string => id;
export const form = (): ReactNode => <TextField source="note" />;
`,
  'admin/screens/orders/react.ts': `export type ReactNode = object;
declare global { namespace JSX { interface Element {} interface IntrinsicElements { div: object } } }
`,
};

const pact = {
  consumer: { name: 'storefront' },
  provider: { name: 'orders' },
  interactions: [
    {
      type: 'Synchronous/HTTP',
      description: 'for an order',
      request: { method: 'GET', path: '/orders/1' },
      response: { status: 200, body: { content: { number: 'C-1', status: 'paid', total: { amount: 1 } } } },
    },
  ],
};

const compilerOptions = {
  target: 'esnext',
  module: 'nodenext',
  moduleResolution: 'nodenext',
  jsx: 'preserve',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node'],
};

const texts = { 'openapi/orders.yaml': orders, 'asyncapi/orders.yaml': events };

/** A shop of four parts whose code keeps to its contracts. */
export async function shop(): Promise<Project> {
  const tsconfig = JSON.stringify({ compilerOptions, include: ['services', 'storefront', 'admin', 'generated'] });
  const files = { ...texts, ...code, 'tsconfig.json': tsconfig, 'pacts/storefront-orders.json': JSON.stringify(pact) };
  const project = projectFolder(files, {
    asyncapi: 'asyncapi/*.yaml',
    admin: { output: 'generated/admin', scheme: 'x' },
  });
  symlinkSync(fileURLToPath(new URL('../../../../node_modules', import.meta.url)), join(project.root, 'node_modules'));
  writeFiles(project, await generate(project));
  return project;
}

/** What a change of the contracts hits: `from` becomes `to` in the one of them that has it. */
export async function impactOf(project: Project, from: string, to: string): Promise<ImpactReport> {
  const head = testFolder('shop');
  let changed = 0;
  for (const [name, text] of Object.entries(texts)) {
    cpSync(join(project.root, name), join(head, name), { recursive: true });
    if (!text.includes(from)) continue;
    changed += 1;
    writeFileSync(join(head, name), readFileSync(join(head, name), 'utf8').replace(from, to));
  }
  if (changed !== 1) throw new Error(`${from} is in ${changed} contracts`);
  return findImpact(project, { base: '', head, pacts: 'pacts/*.json' }, new Date('2026-11-30'));
}

/** The places of a report: `breaks services/shop/buy.ts:3`. */
export function placesOf({ impacts }: ImpactReport): string[] {
  const places = impacts.flatMap(({ parts, pacts }) => [
    ...parts.flatMap(({ hits }) => hits.map(({ effect, file, line }) => `${effect} ${file}:${line}`)),
    ...pacts.map(name => `breaks pact ${name}`),
  ]);
  return [...new Set(places)].sort();
}

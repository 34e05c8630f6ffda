import { BYTE_ORDER_MARK, csvLine } from '../../look/csv.ts';
import { toDecimal } from '../../look/money.ts';
import { type PlacedOrder, toOrder } from './order.ts';

/** The columns of an export, in their order. */
const columns = [
  'number',
  'placed_at',
  'status',
  'name',
  'email',
  'phone',
  'address',
  'city',
  'region',
  'postal_code',
  'country',
  'units',
  'items',
  'subtotal',
  'shipping',
  'total',
  'captured',
  'refunded',
  'currency',
  'shipping_method',
  'tracking',
] as const;

/** An order as a row of a file: amounts in major units, items as `2 × Bananas (1082185); …`. */
function rowOf(placed: PlacedOrder): Record<(typeof columns)[number], string> {
  const { number, placedAt, status, email, phone = '', shippingAddress: to, lines, totals, ...rest } = toOrder(placed);
  const { shippingMethod = '', shipments } = rest;
  const { total } = totals;
  const nothing = { ...total, amount: 0 };
  const { captured = nothing, refunded = nothing } = totals;
  return {
    number,
    placed_at: placedAt,
    status,
    name: to.name,
    email,
    phone,
    address: [to.line1, to.line2].filter(Boolean).join(', '),
    city: to.city,
    region: to.region ?? '',
    postal_code: to.postalCode,
    country: to.country,
    units: String(lines.reduce((sum, line) => sum + line.quantity, 0)),
    items: lines.map(({ quantity, title, sku }) => `${quantity} × ${title} (${sku})`).join('; '),
    subtotal: toDecimal(totals.subtotal),
    shipping: toDecimal(totals.shipping),
    total: toDecimal(total),
    captured: toDecimal(captured),
    refunded: toDecimal(refunded),
    currency: total.currency,
    shipping_method: shippingMethod,
    tracking: shipments.map(({ trackingNumber }) => trackingNumber).join(' '),
  };
}

/** The file of an export in pieces, one a page of orders. */
export async function* exportFile(pages: AsyncIterable<readonly PlacedOrder[]>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(columns);
  for await (const page of pages) {
    const rows = page.map(rowOf);
    yield rows.map(row => csvLine(columns.map(column => row[column]))).join('');
  }
}

import type { CartLine } from '../../generated/cart/types.ts';
import type { SellableVariant } from '../../generated/catalog/types.ts';
import type { OrderLine, Totals } from '../../generated/orders/types.ts';
import type { ShippingMethod } from '../../generated/shipping/types.ts';
import { everyField } from '../platform/fields.ts';
import { truncate } from '../platform/truncate.ts';
import type { Ending, Plan } from './checkout.ts';

/** Errors that the shopper can correct; they are not stored under the Idempotency-Key. */
export type UnprocessableReason =
  | 'empty_cart'
  | 'unknown_shipping_method'
  | 'other_currency'
  | 'too_many_units'
  | 'total_too_large';

/**
 * The maximum amount of one payment, in minor units: eight digits
 * (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).
 */
const MAX_PAYMENT = 99_999_999;

export type Priced = { plan: Plan } | { ending: Ending } | { invalid: UnprocessableReason; detail?: string };

/**
 * The totals of the cart at current prices, if those are the prices that were shown. `lines` are the cart's as last
 * shown, `variants` the current ones (without those that are not for sale), `methods` the shipping methods for the
 * address.
 */
export function priceCart(
  lines: readonly CartLine[],
  variants: readonly SellableVariant[],
  methods: readonly ShippingMethod[],
  methodId: string,
): Priced {
  if (lines.length === 0) return { invalid: 'empty_cart' };
  const variantsBySku = new Map(variants.map(variant => [variant.sku, variant]));
  const notForSale = lines.filter(line => !variantsBySku.has(line.sku));
  if (notForSale.length > 0) {
    const shortages = notForSale.map(({ sku, quantity }) => ({ sku, requested: quantity, available: 0 }));
    return { ending: { as: 'not_for_sale', shortages } };
  }
  const changes = lines.flatMap(({ sku, unitPrice }) => {
    const price = variantsBySku.get(sku)?.price ?? unitPrice;
    const same = price.amount === unitPrice.amount && price.currency === unitPrice.currency;
    return same ? [] : [{ sku, oldPrice: unitPrice, newPrice: price }];
  });
  if (changes.length > 0) return { ending: { as: 'price_changed', changes } };
  const method = methods.find(({ id }) => id === methodId);
  if (!method) return { invalid: 'unknown_shipping_method' };
  const { currency } = method.price;
  const foreign = lines.filter(line => line.unitPrice.currency !== currency);
  if (foreign.length > 0) return { invalid: 'other_currency', detail: foreignText(foreign, lines.length, currency) };

  const ordered = lines.map(line => {
    const variant = variantsBySku.get(line.sku);
    return everyField<OrderLine>({
      sku: line.sku,
      title: variant?.title ?? line.title,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      lineTotal: { amount: line.unitPrice.amount * line.quantity, currency },
      imageUrl: variant?.image?.url ?? line.image?.url,
    });
  });
  const subtotal = ordered.reduce((sum, line) => sum + line.lineTotal.amount, 0);
  const total = subtotal + method.price.amount;
  if (total > MAX_PAYMENT) return { invalid: 'total_too_large' };
  const totals = everyField<Totals>({
    subtotal: { amount: subtotal, currency },
    shipping: method.price,
    total: { amount: total, currency },
    captured: undefined,
    refunded: undefined,
  });
  return { plan: { lines: ordered, shippingMethod: { id: method.id, name: method.name }, totals } };
}

const MAX_NAMED = 3;

/** Which lines have their prices in another currency than the shop takes, and what the shopper can do. */
function foreignText(foreign: readonly CartLine[], count: number, currency: string): string {
  const names = foreign.slice(0, MAX_NAMED).map(({ title, unitPrice }) => `${title} (${unitPrice.currency})`);
  const others = foreign.length - names.length;
  const what = [...names, ...(others > 0 ? [`${others} more`] : [])].join(', ');
  const advice =
    foreign.length < count
      ? 'Take that out of the cart, and the rest can be bought.'
      : 'It cannot be bought here until the shop gives it a price in that currency.';
  return `This shop takes ${currency} only, and the price of this is in another currency: ${what}. ${advice}`;
}

/** The line items of the payment page: lines and shipping, which add up to the total. */
export function paymentLines({ lines, shippingMethod, totals }: Plan) {
  const shown = lines.map(({ title, quantity, unitPrice }) => ({ title: truncate(title, 300), quantity, unitPrice }));
  return totals.shipping.amount > 0
    ? [...shown, { title: truncate(shippingMethod.name, 300), quantity: 1, unitPrice: totals.shipping }]
    : shown;
}

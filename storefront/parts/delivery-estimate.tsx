import { countryName } from '../../look/address.ts';
import { formatMoney } from '../../look/money.ts';
import { shop } from '../shop/about.ts';
import { arrivalOf } from '../shop/delivery-days.ts';
import type { ServiceUnavailable } from '../shop/gateway.ts';
import type { ShippingMethod } from '../shop/shipping.ts';

/** When it arrives, and what that costs, where most parcels go. */
export function DeliveryEstimate({ methods }: { methods: readonly ShippingMethod[] | ServiceUnavailable }) {
  if ('status' in methods || methods.length === 0) return null;
  const now = new Date().toISOString();
  return (
    <section aria-label="Delivery" className="mt-6 text-md">
      <ul className="grid gap-1">
        {methods.slice(0, 2).map(({ id, name, days, price }) => (
          <li key={id} className="text-soft tabular-nums">
            {name}: {days ? `${arrivalOf(days, now)}, ` : ''}
            {formatMoney(price)}
          </li>
        ))}
      </ul>
      <p className="mt-1 text-faint text-sm">
        For {countryName(shop.country)}, ordered today.{' '}
        <a href="/help/delivery" className="link">
          Delivery and other countries
        </a>
      </p>
    </section>
  );
}

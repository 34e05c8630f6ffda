import { arrivalOf, countryName, formatMoney } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import { shop } from '../shop/about.ts';
import type { ServiceUnavailable } from '../shop/gateway.ts';
import type { ShippingMethod } from '../shop/shipping.ts';

/** When it arrives, and what that costs, where most parcels go. */
export function DeliveryEstimate({ methods }: { methods: readonly ShippingMethod[] | ServiceUnavailable }) {
  if ('status' in methods || methods.length === 0) return null;
  const now = new Date().toISOString();
  const words = messages().product.delivery;
  return (
    <section aria-label={words.title} className="mt-6 text-md">
      <ul className="grid gap-1">
        {methods.slice(0, 2).map(({ id, name, days, price }) => (
          <li key={id} className="text-soft tabular-nums">
            {days
              ? fill(words.methodWithDays, { name, days: arrivalOf(days, now), price: formatMoney(price) })
              : fill(words.method, { name, price: formatMoney(price) })}
          </li>
        ))}
      </ul>
      <p className="mt-1 text-faint text-sm">
        {fill(words.where, { country: countryName(shop.country) })}{' '}
        <a href="/help/delivery" className="link">
          {words.more}
        </a>
      </p>
    </section>
  );
}

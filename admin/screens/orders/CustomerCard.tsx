import { Link } from 'react-router';
import type { Customer, Order } from '../../../generated/orders/types.ts';
import { MoneyText } from '../../kit/components/MoneyText.tsx';
import { Section } from '../../kit/components/Section.tsx';

const countries = new Intl.DisplayNames(undefined, { type: 'region' });

/** Customer, contact and shipping address. */
export function CustomerCard({
  order,
  customer,
  loading,
}: {
  order: Order;
  customer: Customer | null | undefined;
  loading: boolean;
}) {
  const { email, phone, shippingAddress } = order;
  const { name, line1, line2, city, region, postalCode, country } = shippingAddress;
  return (
    <Section title="Customer">
      <div className="order-facts">
        <div>
          <div>{customer ? <Link to={`/customers/${customer.id}/show`}>{name}</Link> : name}</div>
          {loading && <div aria-busy="true">{'\u00a0'}</div>}
          {customer && (
            <div className="soft">
              {customer.orders === 1 ? 'First order' : `${customer.orders} orders`},{' '}
              <MoneyText value={customer.spent} /> spent
            </div>
          )}
        </div>
        <div>
          <div>
            <a href={`mailto:${email}`}>{email}</a>
          </div>
          {phone !== undefined && (
            <div>
              <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</a>
            </div>
          )}
        </div>
        <address className="order-address">
          {[name, line1, line2, [postalCode, city].join(' '), region, countryName(country)]
            .filter(part => part !== undefined && part !== '')
            .map(part => (
              <div key={part}>{part}</div>
            ))}
        </address>
      </div>
    </Section>
  );
}

function countryName(code: string): string {
  try {
    return countries.of(code) ?? code;
  } catch {
    return code;
  }
}

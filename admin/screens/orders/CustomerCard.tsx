import { Link } from 'react-router';
import type { Customer, Order } from '../../../generated/orders/types.ts';
import { counted } from '../../../look/counted.ts';
import { addressLines } from '../../kit/address.ts';
import { MoneyText } from '../../kit/components/MoneyText.tsx';
import { Section } from '../../kit/components/Section.tsx';

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
  const { name } = shippingAddress;
  return (
    <Section title="Customer">
      <div className="order-facts">
        <div>
          <div>{customer ? <Link to={`/customers/${customer.id}/show`}>{name}</Link> : name}</div>
          {loading && <div aria-busy="true">{'\u00a0'}</div>}
          {customer && (
            <div className="soft">
              {customer.orders === 1 ? 'First order' : counted(customer.orders, 'order')},{' '}
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
          {addressLines(shippingAddress).map(line => (
            <div key={line}>{line}</div>
          ))}
        </address>
      </div>
    </Section>
  );
}

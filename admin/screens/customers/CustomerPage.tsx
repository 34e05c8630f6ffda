import { counted } from '../../../look/counted.ts';
import '../orders/orders.css';
import '../../kit/resource/record-table.css';
import { Link, useParams } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Customer, Order } from '../../../generated/orders/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { LoadError } from '../../kit/components/LoadError.tsx';
import { MoneyText } from '../../kit/components/MoneyText.tsx';
import { Columns, Page } from '../../kit/components/Page.tsx';
import { PageSkeleton } from '../../kit/components/PageSkeleton.tsx';
import { Facts, Section } from '../../kit/components/Section.tsx';
import { MessagesCard } from '../orders/MessagesCard.tsx';
import { OrderStatus } from '../orders/OrderStatus.tsx';
import { QueryCard } from '../orders/QueryCard.tsx';

const back = { to: '/customers', label: 'customers' };
const most = 50;

/** A customer with their orders and messages. */
export default function CustomerPage() {
  const { id: customerId = '' } = useParams();
  const { data, error, isPending, refetch } = useApiQuery(['customer', customerId], signal =>
    bodyOf(api.orders.getCustomer({ path: { customerId } }, { signal })),
  );
  if (data) return <CustomerView customer={data} />;
  if (isPending) return <PageSkeleton />;
  return (
    <Page title="Customer" back={back}>
      <Section>
        <LoadError error={error} onRetry={() => refetch()} />
      </Section>
    </Page>
  );
}

function CustomerView({ customer }: { customer: Customer }) {
  const { id: customerId, name, email, phone, firstOrderAt, orders: count, spent } = customer;
  const { can } = useAccess();
  const orders = useApiQuery(['customer', customerId, 'orders'], signal =>
    bodyOf(api.orders.listOrders({ query: { customerId, limit: most } }, { signal })),
  );
  const messages = useApiQuery(
    ['customer', customerId, 'messages'],
    async signal =>
      (await bodyOf(api.notifications.listMessages({ query: { recipient: email, limit: most } }, { signal }))).items,
    { enabled: can('listMessages') },
  );
  return (
    <Page
      title={name}
      back={back}
      subtitle={
        <>
          Customer since <DateText value={firstOrderAt} />
        </>
      }
    >
      <Columns
        main={
          <QueryCard title={counted(count, 'order')} query={orders}>
            {page => <OrderTable orders={page.items} more={page.nextCursor !== null} email={email} />}
          </QueryCard>
        }
        side={
          <>
            <Section title="About">
              <Facts
                items={[
                  { label: 'E-mail', value: <a href={`mailto:${email}`}>{email}</a> },
                  ...(phone === undefined
                    ? []
                    : [{ label: 'Phone', value: <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</a> }]),
                  { label: 'Spent', value: <MoneyText value={spent} strong /> },
                  { label: 'Latest order', value: <DateText value={customer.lastOrderAt} /> },
                ]}
              />
            </Section>
            <MessagesCard query={messages} />
          </>
        }
      />
    </Page>
  );
}

function OrderTable({ orders, more, email }: { orders: readonly Order[]; more: boolean; email: string }) {
  return (
    <>
      <table className="records records-plain records-list" aria-label="Orders of this customer">
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">Placed</th>
            <th scope="col">Status</th>
            <th scope="col" className="records-end">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {orders.map(({ id, number, placedAt, status, totals }) => (
            <tr key={id}>
              <td className="records-primary">
                <Link to={`/orders/${id}/show`} className="records-link">
                  {number}
                </Link>
              </td>
              <td className="phone-below">
                <DateText value={placedAt} />
              </td>
              <td className="phone-aside">
                <OrderStatus order={{ status, totals }} />
              </td>
              <td className="records-end phone-below">
                <MoneyText value={totals.total} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more && (
        <p className="soft">
          The latest {most} are shown.{' '}
          <Link to={`/orders?filter=${encodeURIComponent(JSON.stringify({ q: email }))}`}>All orders</Link>
        </p>
      )}
    </>
  );
}

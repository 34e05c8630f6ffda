import './pick-list.css';
import { Button } from '@mui/material';
import { useSearchParams } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { useLocations } from '../../kit/api/use-locations.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { Page } from '../../kit/components/Page.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { locationName } from '../stock/adjustment.ts';
import { MAX_PICKED, pickList } from './pick-list.ts';

/** What to fetch from the shelves for the parcels of several orders, to be printed. */
export default function PickListPage() {
  const [parameters] = useSearchParams();
  const orderIds = (parameters.get('orders') ?? '').split(',').filter(Boolean).slice(0, MAX_PICKED);
  const shipments = useApiQuery(
    ['pick-list', orderIds],
    async signal =>
      (await bodyOf(api.shipping.listShipments({ query: { orderIds, limit: MAX_PICKED } }, { signal }))).items,
    { enabled: orderIds.length > 0 },
  );
  const print = <Button onClick={() => window.print()}>Print</Button>;
  return (
    <Page title="Pick list" back={{ to: '/orders', label: 'orders' }} actions={print}>
      {orderIds.length === 0 ? (
        <Section>
          <EmptyState title="No orders are chosen">Select orders in their list, then press Pick list.</EmptyState>
        </Section>
      ) : (
        <QueryContent query={shipments} height={160}>
          {found => <Places places={pickList(found)} />}
        </QueryContent>
      )}
    </Page>
  );
}

function Places({ places }: { places: ReturnType<typeof pickList> }) {
  const locations = useLocations();
  if (places.length === 0)
    return (
      <Section>
        <EmptyState title="Nothing to pick">None of these orders has a parcel whose stock is set aside.</EmptyState>
      </Section>
    );
  return places.map(({ location, lines }) => (
    <Section key={location} title={location === '' ? 'Anywhere' : `From ${locationName(locations.data, location)}`}>
      <table className="pick-list">
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">Picked</span>
            </th>
            <th scope="col">Units</th>
            <th scope="col">Product</th>
            <th scope="col">Orders</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ sku, title, units, orders }) => (
            <tr key={sku}>
              <td aria-hidden="true">☐</td>
              <td className="numeric">{units}</td>
              <td>
                {title} <span className="faint">{sku}</span>
              </td>
              <td>{orders.map(({ number, quantity }) => `${number} (${quantity})`).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  ));
}

import { OrderRedirect } from '../orders/OrderRedirect.tsx';

/** A shipment, on its order's page. */
export default function ShipmentPage() {
  return <OrderRedirect resource="shipments" title="Shipment" part="shipment" />;
}

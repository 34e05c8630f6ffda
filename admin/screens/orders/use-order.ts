import type { UseQueryResult } from '@tanstack/react-query';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AuditEntry } from '../../../generated/audit/types.ts';
import type { LedgerEntry, Reservation } from '../../../generated/inventory/types.ts';
import type { Message } from '../../../generated/notifications/types.ts';
import type { Customer, Order } from '../../../generated/orders/types.ts';
import type { Payment } from '../../../generated/payments/types.ts';
import type { Shipment } from '../../../generated/shipping/types.ts';
import { useRoles } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useRead } from '../../kit/api/use-api-query.ts';
import { askAgain } from '../audit/received-changes.ts';
import { useHeard } from '../audit/use-received-changes.ts';
import { missingSteps, type Told } from './received-events.ts';

const most = 100;

/** An order and what every other service knows of it; each part comes, and fails, by itself. */
export interface OrderParts {
  order: UseQueryResult<Order>;
  payment: UseQueryResult<Payment | null>;
  shipment: UseQueryResult<Shipment | null>;
  reservation: UseQueryResult<Reservation | null>;
  ledger: UseQueryResult<LedgerEntry[]>;
  messages: UseQueryResult<Message[]>;
  changes: UseQueryResult<AuditEntry[]>;
  customer: UseQueryResult<Customer | null>;
}

/** How soon an order is asked again that does not know yet what others told of it, ms. */
const soonMs = 300;

/**
 * Reads an order with all of its parts; what somebody may not see is never asked for.
 * @param told what other services told of it: the order is asked again until it knows that too
 */
export function useOrder(orderId: string, told: readonly Told[]): OrderParts {
  const { may } = useRoles();
  const heard = useHeard();
  const query = { orderId, limit: most };
  const ofOrder = { resource: 'orders', resourceId: orderId };
  const order = useRead(['order', orderId], signal => bodyOf(api.orders.getOrder({ path: { orderId } }, { signal })), {
    refetchInterval: ({ state: { data } }) =>
      data && missingSteps(data, told, performance.now()).length > 0 ? soonMs : false,
  });
  const payment = useRead(
    ['order', orderId, 'payment'],
    async signal => (await bodyOf(api.payments.listPayments({ query }, { signal }))).items[0] ?? null,
    { enabled: may('listPayments') },
  );
  const shipment = useRead(
    ['order', orderId, 'shipment'],
    async signal => (await bodyOf(api.shipping.listShipments({ query }, { signal }))).items[0] ?? null,
    { enabled: may('listShipments') },
  );
  const reservation = useRead(
    ['order', orderId, 'reservation'],
    async signal => (await bodyOf(api.inventory.listReservations({ query }, { signal }))).items[0] ?? null,
    { enabled: may('listReservations') },
  );
  const ledger = useRead(
    ['order', orderId, 'ledger'],
    async signal => (await bodyOf(api.inventory.listLedgerOfOrder({ path: { orderId } }, { signal }))).items,
    { enabled: may('listLedgerOfOrder') },
  );
  const messages = useRead(
    ['order', orderId, 'messages'],
    async signal => (await bodyOf(api.notifications.listMessages({ query }, { signal }))).items,
    { enabled: may('listMessages') },
  );
  const changes = useRead(
    ['order', orderId, 'changes'],
    async signal => (await bodyOf(api.audit.listChanges({ query: { ...ofOrder, limit: most } }, { signal }))).items,
    {
      enabled: may('listChanges'),
      refetchInterval: ({ state: { data } }) => askAgain(ofOrder, data ?? [], heard, performance.now()),
    },
  );
  const email = order.data?.email.toLowerCase() ?? '';
  const customer = useRead(
    ['customer of', email],
    async signal => {
      const found = await bodyOf(api.orders.listCustomers({ query: { q: email, limit: most } }, { signal }));
      return found.items.find(item => item.email.toLowerCase() === email) ?? null;
    },
    { enabled: email !== '' && may('listCustomers') },
  );
  return { order, payment, shipment, reservation, ledger, messages, changes, customer };
}

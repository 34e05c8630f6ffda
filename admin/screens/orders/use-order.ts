import type { UseQueryResult } from '@tanstack/react-query';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AuditEntry } from '../../../generated/audit/types.ts';
import type { LedgerEntry, Reservation } from '../../../generated/inventory/types.ts';
import type { Message } from '../../../generated/notifications/types.ts';
import type { Customer, Order } from '../../../generated/orders/types.ts';
import type { Payment } from '../../../generated/payments/types.ts';
import type { Shipment } from '../../../generated/shipping/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { fieldReads } from '../../kit/api/usage.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { refetchIntervalFor } from '../audit/received-changes.ts';
import { useReceivedChanges } from '../audit/use-received-changes.ts';
import { isDisputeNew, pendingSteps, type ReceivedEvent } from './received-events.ts';

const most = 100;

/** An order and its parts of other services; each loads, and fails, independently. */
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

/** How soon to refetch an order that lacks a received step, ms. */
const refetchMs = 300;

/**
 * Reads an order with all of its parts, except those that the person is not allowed to see.
 * @param events events received from other services: the order is refetched until it has their steps
 */
export function useOrder(orderId: string, events: readonly ReceivedEvent[]): OrderParts {
  const { can } = useAccess();
  const receivedChanges = useReceivedChanges();
  const query = { orderId, limit: most };
  const ofOrder = { resource: 'orders', resourceId: orderId };
  const order = useApiQuery(
    ['order', orderId],
    signal => bodyOf(api.orders.getOrder({ path: { orderId } }, { signal })),
    {
      refetchInterval: ({ state: { data } }) =>
        data && pendingSteps(fieldReads.watched(data), events, performance.now()).length > 0 ? refetchMs : false,
    },
  );
  const payment = useApiQuery(
    ['order', orderId, 'payment'],
    async signal => (await bodyOf(api.payments.listPayments({ query }, { signal }))).items[0] ?? null,
    { enabled: can('listPayments') },
  );
  const shipment = useApiQuery(
    ['order', orderId, 'shipment'],
    async signal => (await bodyOf(api.shipping.listShipments({ query }, { signal }))).items[0] ?? null,
    {
      enabled: can('listShipments'),
      refetchInterval: () => (isDisputeNew(events, performance.now()) ? 5 * refetchMs : false),
    },
  );
  const reservation = useApiQuery(
    ['order', orderId, 'reservation'],
    async signal => (await bodyOf(api.inventory.listReservations({ query }, { signal }))).items[0] ?? null,
    { enabled: can('listReservations') },
  );
  const ledger = useApiQuery(
    ['order', orderId, 'ledger'],
    async signal => (await bodyOf(api.inventory.listLedgerOfOrder({ path: { orderId } }, { signal }))).items,
    { enabled: can('listLedgerOfOrder') },
  );
  const messages = useApiQuery(
    ['order', orderId, 'messages'],
    async signal => (await bodyOf(api.notifications.listMessages({ query }, { signal }))).items,
    { enabled: can('listMessages') },
  );
  const changes = useApiQuery(
    ['order', orderId, 'changes'],
    async signal => (await bodyOf(api.audit.listChanges({ query: { ...ofOrder, limit: most } }, { signal }))).items,
    {
      enabled: can('listChanges'),
      refetchInterval: ({ state: { data } }) =>
        refetchIntervalFor(ofOrder, fieldReads.watched(data ?? []), receivedChanges, performance.now()),
    },
  );
  const email = order.data?.email.toLowerCase() ?? '';
  const customer = useApiQuery(
    ['customer of', email],
    async signal => {
      const found = await bodyOf(api.orders.listCustomers({ query: { q: email, limit: most } }, { signal }));
      return found.items.find(item => item.email.toLowerCase() === email) ?? null;
    },
    { enabled: email !== '' && can('listCustomers') },
  );
  return { order, payment, shipment, reservation, ledger, messages, changes, customer };
}

import type {
  ShipmentCancelled,
  ShipmentCreated,
  ShipmentDelivered,
  ShipmentInTransit,
} from '../../generated/shipping/events.ts';
import type { Address, ShipmentStatus, Shipment as Shown } from '../../generated/shipping/types.ts';

export interface Line {
  sku: string;
  title: string;
  quantity: number;
  location?: string;
}

/** Where a parcel is registered. */
export interface Booking {
  carrier: string;
  trackingNumber: string;
  trackingUrl?: string;
  bookedAt: Date;
}

/** The parcel of an order. */
export interface Shipment {
  id: string;
  /** Grows by one with every shipment. */
  serial: bigint;
  orderId: string;
  orderNumber: string;
  status: ShipmentStatus;
  method: string;
  email: string;
  phone?: string;
  address: Address;
  lines: Line[];
  createdAt: Date;
  deliveredAt?: Date;
  /** From the moment it is `created`. */
  booking?: Booking;
}

/** What others are told. */
export type News =
  | { type: 'ShipmentCreated'; payload: ShipmentCreated }
  | { type: 'ShipmentInTransit'; payload: ShipmentInTransit }
  | { type: 'ShipmentDelivered'; payload: ShipmentDelivered }
  | { type: 'ShipmentCancelled'; payload: ShipmentCancelled };

/** From which status a parcel may come into which. One that the carrier has not taken yet can be held back. */
export const transitions: Readonly<Record<ShipmentStatus, readonly ShipmentStatus[]>> = {
  waiting: ['ready', 'cancelled'],
  ready: ['created', 'cancelled'],
  created: ['in_transit', 'cancelled'],
  in_transit: ['delivered'],
  delivered: [],
  cancelled: [],
};

/** What is known of an order beside its parcel. */
export interface OrderNews {
  allocated: boolean;
  cancelled: boolean;
}

/**
 * How the parcel of an order begins once it is known as paid: cancelled where the cancellation was heard of first,
 * ready where its stock is there.
 */
export function firstStatus(news: OrderNews): ShipmentStatus {
  return news.cancelled ? 'cancelled' : news.allocated ? 'ready' : 'waiting';
}

/** Whether the stock that was allocated makes a parcel ready for its carrier. */
export function becomesReady(status: ShipmentStatus, news: OrderNews): boolean {
  return status === 'waiting' && news.allocated && !news.cancelled;
}

/** Whether a cancellation still stops the parcel. */
export function mayCancel(status: ShipmentStatus): boolean {
  return transitions[status].includes('cancelled');
}

const WAY: readonly ShipmentStatus[] = ['created', 'in_transit', 'delivered'];

/**
 * The statuses a parcel passes from one to another that its carrier tells of; none for what lies behind it or was held
 * back.
 */
export function stepsTo(from: ShipmentStatus, to: 'in_transit' | 'delivered'): ShipmentStatus[] {
  const at = WAY.indexOf(from);
  return at < 0 ? [] : WAY.slice(at + 1, WAY.indexOf(to) + 1);
}

/**
 * Lines as they are packed: by the locations the stock comes from where these are known, with the titles of the order.
 */
export function packed(
  ordered: readonly Line[],
  allocated: readonly { sku: string; quantity: number; location: string }[],
): Line[] {
  if (allocated.length === 0) return [...ordered];
  const titles = new Map(ordered.map(line => [line.sku, line.title]));
  return allocated.map(({ sku, quantity, location }) => ({ sku, title: titles.get(sku) ?? sku, quantity, location }));
}

/** The news that a parcel will never leave. */
export function heldBack(
  { id: shipmentId, orderId, orderNumber }: Pick<Shipment, 'id' | 'orderId' | 'orderNumber'>,
  cancelledAt: string,
): News {
  return { type: 'ShipmentCancelled', payload: { shipmentId, orderId, orderNumber, cancelledAt } };
}

/** The news that a parcel was booked or moved to `status`. */
export function newsOf(status: ShipmentStatus, shipment: Shipment & { booking: Booking }, at: Date): News[] {
  const { id: shipmentId, orderId, orderNumber, email, phone, address, lines } = shipment;
  const { carrier, trackingNumber, trackingUrl } = shipment.booking;
  const about = {
    shipmentId,
    orderId,
    orderNumber,
    carrier,
    trackingNumber,
    ...(trackingUrl === undefined ? {} : { trackingUrl }),
  };
  if (status === 'in_transit') return [{ type: 'ShipmentInTransit', payload: { ...about, at: at.toISOString() } }];
  if (status === 'delivered') return [{ type: 'ShipmentDelivered', payload: { ...about, at: at.toISOString() } }];
  if (status !== 'created') return [];
  const sent = lines.map(({ sku, title, quantity }) => ({ sku, title, quantity }));
  const reached = {
    email,
    ...(phone === undefined ? {} : { phone }),
    address,
    lines: sent,
    createdAt: at.toISOString(),
  };
  return [{ type: 'ShipmentCreated', payload: { ...about, ...reached } }];
}

/** The parcel as the contract shows it. */
export function asShown(shipment: Shipment): Shown {
  const { id, orderId, orderNumber, status, method, address, lines, createdAt, deliveredAt, booking } = shipment;
  return {
    ...{ id, orderId, orderNumber, status, method, address, lines },
    ...(booking === undefined ? {} : { carrier: booking.carrier, trackingNumber: booking.trackingNumber }),
    createdAt: createdAt.toISOString(),
    ...(deliveredAt === undefined ? {} : { deliveredAt: deliveredAt.toISOString() }),
  };
}

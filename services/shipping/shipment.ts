import type {
  ShipmentCancelled,
  ShipmentCreated,
  ShipmentDelivered,
  ShipmentInTransit,
} from '../../generated/shipping/events.ts';
import type {
  Address,
  Hold,
  Shipment as ShipmentBody,
  ShipmentLine,
  ShipmentStatus,
} from '../../generated/shipping/types.ts';
import { copyFields, everyField } from '../platform/fields.ts';

export type Line = ShipmentLine & Required<Pick<ShipmentLine, 'title'>>;

/** The registration of a parcel with its carrier. */
export interface Booking {
  carrier: string;
  trackingNumber: string;
  trackingUrl?: string;
  bookedAt: Date;
}

/** The parcel of an order. `hold` is why one that has not left stays. */
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
  hold?: Hold;
  createdAt: Date;
  deliveredAt?: Date;
  /** From the moment it is `created`. */
  booking?: Booking;
}

/** An event that the service publishes. */
export type ShipmentEvent =
  | { type: 'ShipmentCreated'; payload: ShipmentCreated }
  | { type: 'ShipmentInTransit'; payload: ShipmentInTransit }
  | { type: 'ShipmentDelivered'; payload: ShipmentDelivered }
  | { type: 'ShipmentCancelled'; payload: ShipmentCancelled };

/** Legal transitions. A parcel can be cancelled until the carrier picks it up. */
export const transitions: Readonly<Record<ShipmentStatus, readonly ShipmentStatus[]>> = {
  waiting: ['ready', 'cancelled'],
  ready: ['created', 'cancelled'],
  created: ['in_transit', 'cancelled'],
  in_transit: ['delivered'],
  delivered: [],
  cancelled: [],
};

/** The state of an order that events reported, without its parcel. */
interface Reported {
  allocated: boolean;
  cancelled: boolean;
}

/**
 * The first status of the parcel of a paid order: cancelled if the cancellation arrived first, ready if stock is
 * allocated.
 */
export function firstStatus(order: Reported): ShipmentStatus {
  return order.cancelled ? 'cancelled' : order.allocated ? 'ready' : 'waiting';
}

/** Whether allocated stock makes a waiting parcel ready. */
export function becomesReady(status: ShipmentStatus, order: Reported): boolean {
  return status === 'waiting' && order.allocated && !order.cancelled;
}

/** Whether a cancellation still stops a parcel. */
export function canCancel(status: ShipmentStatus): boolean {
  return transitions[status].includes('cancelled');
}

const CARRIER_STEPS: readonly ShipmentStatus[] = ['created', 'in_transit', 'delivered'];

/**
 * The statuses from the parcel's own to the one the carrier reports; none when the parcel is past it, or cancelled.
 */
export function carrierStepsTo(from: ShipmentStatus, to: 'in_transit' | 'delivered'): ShipmentStatus[] {
  const at = CARRIER_STEPS.indexOf(from);
  return at < 0 ? [] : CARRIER_STEPS.slice(at + 1, CARRIER_STEPS.indexOf(to) + 1);
}

/**
 * Lines as they are packed: one per location where stock is allocated, with all else that the order says of them.
 */
export function packedLines(
  ordered: readonly Line[],
  allocated: readonly { sku: string; quantity: number; location: string }[],
): Line[] {
  if (allocated.length === 0) return [...ordered];
  const lines = new Map(ordered.map(line => [line.sku, line]));
  return allocated.map(({ sku, quantity, location }) => ({ title: sku, ...lines.get(sku), sku, quantity, location }));
}

/** ShipmentCancelled of a parcel. */
export function shipmentCancelled(
  { id: shipmentId, orderId, orderNumber }: Pick<Shipment, 'id' | 'orderId' | 'orderNumber'>,
  cancelledAt: string,
): ShipmentEvent {
  return { type: 'ShipmentCancelled', payload: { shipmentId, orderId, orderNumber, cancelledAt } };
}

/** The events of a parcel that was booked, or moved to `status`. */
export function eventsOf(status: ShipmentStatus, shipment: Shipment & { booking: Booking }, at: Date): ShipmentEvent[] {
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
  const fields = { sku: true, title: true, quantity: true, imageUrl: true, location: false } as const;
  const sent = lines.map(line => copyFields(line, fields));
  const recipient = {
    email,
    ...(phone === undefined ? {} : { phone }),
    address,
    lines: sent,
    createdAt: at.toISOString(),
  };
  return [{ type: 'ShipmentCreated', payload: { ...about, ...recipient } }];
}

/** The parcel in the contract's shape. */
export function toShipment(shipment: Shipment): ShipmentBody {
  const { id, orderId, orderNumber, status, hold, method, address, lines, createdAt, deliveredAt, booking } = shipment;
  return everyField<ShipmentBody>({
    id,
    orderId,
    orderNumber,
    status,
    hold,
    method,
    address,
    lines,
    carrier: booking?.carrier,
    trackingNumber: booking?.trackingNumber,
    createdAt: createdAt.toISOString(),
    deliveredAt: deliveredAt?.toISOString(),
  });
}

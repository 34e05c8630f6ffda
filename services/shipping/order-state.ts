import type { Hold, ShipmentStatus } from '../../generated/shipping/types.ts';
import { type Dispute, holdOf, withDispute } from './hold.ts';
import {
  becomesReady,
  canCancel,
  firstStatus,
  type Line,
  packedLines,
  type Shipment,
  type ShipmentEvent,
  shipmentCancelled,
} from './shipment.ts';

/** Units of a sku at the location where they are allocated. */
export interface Allocated {
  sku: string;
  quantity: number;
  location: string;
}

export type NewShipment = Omit<Shipment, 'serial' | 'createdAt' | 'booking' | 'deliveredAt'>;

/** An update of an order that an event reports. */
export type OrderUpdate =
  | { kind: 'paid'; shipment: Omit<NewShipment, 'status'> }
  | { kind: 'allocated'; lines: Allocated[] }
  | { kind: 'cancelled'; at: string }
  | { kind: 'disputed'; dispute: Dispute };

/** An order as its events reported it, and its parcel. */
export interface OrderState {
  allocated?: Allocated[];
  /** RFC 3339, as reported. */
  cancelled?: string;
  /** Of its payment. */
  disputes?: readonly Dispute[];
  shipment?: Pick<Shipment, 'id' | 'orderId' | 'orderNumber' | 'status' | 'lines'>;
}

/** A transition of a parcel, or of its hold. */
export interface ParcelChange {
  id: string;
  from: ShipmentStatus;
  to: ShipmentStatus;
  lines: Line[];
  hold?: Hold;
}

/** The changes that an event causes: new state, parcel or its transition, and events to publish. */
export interface OrderChange {
  state: OrderState;
  created?: NewShipment;
  parcel?: ParcelChange;
  events: ShipmentEvent[];
}

/**
 * Applies an update to an order. Updates arrive in any order: a paid order has one parcel, which is ready once its
 * stock is allocated, and cancelled where the order is, unless the carrier has it. A disputed payment holds it until
 * then.
 */
export function applyUpdate(state: OrderState, update: OrderUpdate, at: string): OrderChange {
  if (update.kind === 'paid') return createParcel(state, update.shipment, at);
  if (update.kind === 'allocated') return allocate(state, update.lines);
  if (update.kind === 'disputed') return dispute(state, update.dispute);
  return cancel(state, update.at, at);
}

function createParcel(state: OrderState, ordered: Omit<NewShipment, 'status'>, at: string): OrderChange {
  if (state.shipment) return { state, events: [] };
  const status = firstStatus({ allocated: state.allocated !== undefined, cancelled: state.cancelled !== undefined });
  const lines = packedLines(ordered.lines, state.allocated ?? []);
  const created = { ...ordered, status, lines, ...held(status, state) };
  const events = status === 'cancelled' ? [shipmentCancelled(created, at)] : [];
  return { state: { ...state, shipment: created }, created, events };
}

function allocate(state: OrderState, allocated: Allocated[]): OrderChange {
  const known = { ...state, allocated };
  const { shipment } = state;
  const order = { allocated: true, cancelled: state.cancelled !== undefined };
  if (!shipment || !becomesReady(shipment.status, order)) return { state: known, events: [] };
  const lines = packedLines(shipment.lines, allocated);
  const parcel = { id: shipment.id, from: shipment.status, to: 'ready', lines, ...held('ready', state) } as const;
  return { state: { ...known, shipment: { ...shipment, status: 'ready', lines } }, parcel, events: [] };
}

function cancel(state: OrderState, cancelled: string, at: string): OrderChange {
  const known = { ...state, cancelled };
  const { shipment } = state;
  if (!shipment || !canCancel(shipment.status)) return { state: known, events: [] };
  const parcel = { id: shipment.id, from: shipment.status, to: 'cancelled', lines: shipment.lines } as const;
  const events = [shipmentCancelled(shipment, at)];
  return { state: { ...known, shipment: { ...shipment, status: 'cancelled' } }, parcel, events };
}

function dispute(state: OrderState, reported: Dispute): OrderChange {
  const known = { ...state, disputes: withDispute(state.disputes ?? [], reported) };
  const { shipment } = state;
  if (!shipment) return { state: known, events: [] };
  const { id, status, lines } = shipment;
  const hold = held(status, known);
  if (hold.hold?.reason === held(status, state).hold?.reason) return { state: known, events: [] };
  return { state: known, parcel: { id, from: status, to: status, lines, ...hold }, events: [] };
}

function held(status: ShipmentStatus, { disputes = [] }: OrderState): { hold?: Hold } {
  const hold = holdOf(status, disputes);
  return hold ? { hold } : {};
}

/** A card of an order's page that a link can lead to. */
export type OrderPart = 'payment' | 'shipment' | 'timeline';

/** The path of an order's page, at one of its parts where that is given. */
export function orderPath(orderId: string, part?: OrderPart): string {
  return `/orders/${encodeURIComponent(orderId)}/show${part ? `#${part}` : ''}`;
}

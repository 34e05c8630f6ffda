import type { Shipment } from '../../../generated/shipping/types.ts';

/** The most orders of one pick list, and of one document of labels. */
export const MAX_PICKED = 100;

/** A sku to be fetched, with the orders that it is for. */
interface PickLine {
  sku: string;
  title: string;
  units: number;
  orders: { number: string; quantity: number }[];
}

/** What to fetch where, by location and title. Parcels that have left, or are held, need nothing. */
export function pickList(
  shipments: readonly Pick<Shipment, 'status' | 'hold' | 'orderNumber' | 'lines'>[],
): { location: string; lines: PickLine[] }[] {
  const places = new Map<string, Map<string, PickLine>>();
  for (const { status, hold, orderNumber: number, lines } of shipments) {
    if (hold || (status !== 'ready' && status !== 'created')) continue;
    for (const { sku, title, quantity, location = '' } of lines) {
      const place = places.get(location) ?? new Map<string, PickLine>();
      const line = place.get(sku) ?? { sku, title: title ?? sku, units: 0, orders: [] };
      place.set(sku, {
        ...line,
        units: line.units + quantity,
        orders: [...line.orders, { number, quantity }],
      });
      places.set(location, place);
    }
  }
  return [...places]
    .map(([location, lines]) => ({
      location,
      lines: [...lines.values()].sort((a, b) => a.title.localeCompare(b.title)),
    }))
    .sort((a, b) => a.location.localeCompare(b.location));
}

import type { Tone } from '../components/status-tones.ts';
import { humanize } from '../components/status-tones.ts';
import { parseFeedMessage } from './feed-message.ts';

/** An event of the shop, as the live feed sends it. */
export interface Activity {
  /** Event id of the stream; a redelivered event has the same. */
  id: string;
  type: string;
  subject: string;
  at: string;
  service: string | undefined;
  summary: string | undefined;
}

/** The activity in a message of the stream; undefined where it is none. */
export function parseActivity(id: string, data: string): Activity | undefined {
  const value = parseFeedMessage(data);
  if (!value) return undefined;
  const { type, subject, at, service, summary } = value;
  if (typeof type !== 'string' || typeof subject !== 'string' || typeof at !== 'string') return undefined;
  return { id, type, subject, at, service: textOf(service), summary: textOf(summary) };
}

/**
 * The newest activities, deduplicated, newest first. A tab that was hidden may receive events older than those it
 * has.
 */
export function newestFirst(activities: readonly Activity[], most: number): readonly Activity[] {
  const byId = new Map(activities.map(activity => [activity.id, activity]));
  return [...byId.values()].toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at)).slice(0, most);
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** Text of an activity: its summary, else its event type in words. */
export function summaryOf({ type, summary }: Activity): string {
  return (
    summary ??
    humanize(
      type.replaceAll(/([a-z])([A-Z])/g, (_match, before: string, after: string) => `${before} ${after.toLowerCase()}`),
    )
  );
}

export function toneOfActivity({ type }: Activity): Tone {
  if (/Failed$/.test(type)) return 'critical';
  if (/Paid|Authorized|Captured|Delivered/.test(type)) return 'positive';
  if (/Cancelled|Refund|Deleted/.test(type)) return 'caution';
  return /Placed|Shipment/.test(type) ? 'info' : 'neutral';
}

/** The page of the record that it is about; undefined where there is none. */
export function pageOf({ service, type, subject }: Activity): { resource: string; path: string } | undefined {
  const ofOrder =
    service === 'orders' ||
    service === 'payments' ||
    service === 'shipping' ||
    /^(Stock|Inventory|Allocation)/.test(type);
  if (type === 'StockAdjusted')
    return { resource: 'stock', path: `/stock?filter=${encodeURIComponent(JSON.stringify({ sku: subject }))}` };
  if (ofOrder) return { resource: 'orders', path: `/orders/${encodeURIComponent(subject)}/show` };
  if (type === 'ProductUpdated') return { resource: 'products', path: `/products/${encodeURIComponent(subject)}/show` };
  return service === 'notifications'
    ? { resource: 'messages', path: `/messages/${encodeURIComponent(subject)}/show` }
    : undefined;
}

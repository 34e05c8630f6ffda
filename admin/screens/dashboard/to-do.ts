import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AdminOperationId } from '../../../generated/admin/roles.ts';
import type { ListShipmentsRequest } from '../../../generated/shipping/types.ts';
import { LOW_STOCK } from '../../../look/low-stock.ts';
import { api } from '../../kit/api/clients.ts';
import type { Tone } from '../../kit/components/status-tones.ts';
import { countLowItems } from '../stock/low-stock.ts';
import { stalledFlows } from '../system/service-flow.ts';

/** A to-do: something that waits for staff. */
export interface ToDo {
  key: string;
  /** The operation that counts it; without access to it the to-do is hidden. */
  operation: AdminOperationId;
  tone: Tone;
  /** `3 parcels are ready to go`. */
  text(count: Count): string;
  /** The list that shows them. */
  to: string;
  count(signal: AbortSignal): Promise<Count>;
}

/** How many there are; `more` when that is only the first page of them. */
export interface Count {
  count: number;
  more: boolean;
  /** What the first of them is, where a number does not say it. */
  text?: string;
}

const most = 100;

const filtered = (resource: string, filter: Readonly<Record<string, unknown>>) =>
  `/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}`;

const counted = (page: { items: readonly unknown[]; nextCursor: string | null }): Count => ({
  count: page.items.length,
  more: page.nextCursor !== null,
});

const countShipments = async (query: NonNullable<ListShipmentsRequest['query']>, signal: AbortSignal): Promise<Count> =>
  counted(await bodyOf(api.shipping.listShipments({ query: { ...query, limit: most } }, { signal })));

const since = <T extends { createdAt: string }>(items: readonly T[], from: number): T[] =>
  items.filter(({ createdAt }) => Date.parse(createdAt) >= from);

const startOfToday = () => new Date().setHours(0, 0, 0, 0);

/** `1 parcel`, `3 parcels`, `100+ parcels`. */
export function howMany({ count, more }: Count, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()}${more ? '+' : ''} ${count === 1 && !more ? one : many}`;
}

export const toDos: readonly ToDo[] = [
  {
    key: 'stalled',
    operation: 'listServices',
    tone: 'critical',
    text: ({ count, text = '' }) => (count === 1 ? text : `${text}; ${count - 1} more`),
    to: '/system#services',
    count: async signal => {
      const { items } = await bodyOf(api.audit.listServices({}, { signal }));
      const [text = '', ...others] = stalledFlows(items, new Date());
      return { count: text === '' ? 0 : others.length + 1, more: false, text };
    },
  },
  {
    key: 'failed-work',
    operation: 'listFailedWork',
    tone: 'critical',
    text: count => `${howMany(count, 'job or event', 'jobs and events')} that failed for good`,
    to: '/system#failed-work',
    count: async signal => {
      const { items } = await bodyOf(api.audit.listFailedWork({}, { signal }));
      return { count: items.length, more: false };
    },
  },
  {
    key: 'ready',
    operation: 'listShipments',
    tone: 'caution',
    text: count => `${howMany(count, 'parcel')} to hand to the carrier`,
    to: filtered('shipments', { status: 'ready', held: false }),
    count: async signal => countShipments({ status: 'ready', held: false }, signal),
  },
  {
    key: 'held',
    operation: 'listShipments',
    tone: 'critical',
    text: count => `${howMany(count, 'parcel')} held: payment disputed`,
    to: filtered('shipments', { held: true }),
    count: async signal => countShipments({ held: true }, signal),
  },
  {
    key: 'waiting',
    operation: 'listShipments',
    tone: 'caution',
    text: count => `${howMany(count, 'paid parcel')} waiting for stock`,
    to: filtered('shipments', { status: 'waiting' }),
    count: async signal => countShipments({ status: 'waiting' }, signal),
  },
  {
    key: 'payment-attention',
    operation: 'listPayments',
    tone: 'critical',
    text: count => `${howMany(count, 'payment')} to look at`,
    to: filtered('payments', { attention: true }),
    count: async signal =>
      counted(await bodyOf(api.payments.listPayments({ query: { attention: true, limit: most } }, { signal }))),
  },
  {
    key: 'declined',
    operation: 'listPayments',
    tone: 'critical',
    text: count => `${howMany(count, 'payment')} declined today`,
    to: filtered('payments', { status: 'declined' }),
    count: async signal => {
      const { items, nextCursor } = await bodyOf(
        api.payments.listPayments({ query: { status: 'declined', limit: most } }, { signal }),
      );
      const today = since(items, startOfToday());
      return { count: today.length, more: today.length === items.length && nextCursor !== null };
    },
  },
  {
    key: 'low',
    operation: 'listLevels',
    tone: 'caution',
    text: count => `${howMany(count, 'item')} with ${LOW_STOCK} or fewer left`,
    to: filtered('stock', { maxAvailable: LOW_STOCK }),
    count: countLowItems,
  },
  {
    key: 'waiting-for-stock',
    operation: 'listStockAlerts',
    tone: 'info',
    text: ({ count, more, text = '' }) => `${howMany({ count, more }, 'sold-out item')} that ${text} for`,
    to: filtered('stock', { maxAvailable: 0 }),
    count: async signal => {
      const { items } = await bodyOf(api.notifications.listStockAlerts({}, { signal }));
      const people = items.reduce((sum, { waiting }) => sum + waiting, 0);
      const text = people === 1 ? 'somebody waits' : `${people.toLocaleString()} shoppers wait`;
      return { count: items.length, more: items.length === most, text };
    },
  },
  {
    key: 'imports',
    operation: 'listImports',
    tone: 'critical',
    text: count => `${howMany(count, 'import')} failed or left rows out today`,
    to: '/imports',
    count: async signal => {
      const { items } = await bodyOf(api.catalog.listImports({ query: { limit: most } }, { signal }));
      const bad = since(items, startOfToday()).filter(
        ({ status, failed, dryRun }) => !dryRun && (status === 'failed' || failed > 0),
      );
      return { count: bad.length, more: false };
    },
  },
  {
    key: 'messages',
    operation: 'listMessages',
    tone: 'critical',
    text: count => `${howMany(count, 'message')} could not be sent`,
    to: filtered('messages', { status: 'failed' }),
    count: async signal =>
      counted(await bodyOf(api.notifications.listMessages({ query: { status: 'failed', limit: most } }, { signal }))),
  },
];

import { type ResourceName, resources } from '../../../generated/admin/resources.ts';
import type { AuditEntry } from '../../../generated/audit/types.ts';
import { humanize } from '../../kit/components/status-tones.ts';
import { singular } from '../../kit/resource/labels.ts';

/** Audited kinds that are no resource of the console, by their name in the log. */
const others: Readonly<Record<string, string>> = {
  attributes: 'Attributes',
  'failed-work': 'Failed work',
  locations: 'Locations',
  pictures: 'Pictures',
  'shipping-settings': 'Shipping settings',
};

const nounsByResource: Readonly<Record<string, string>> = {
  stock: 'stock of',
  staff: 'account of',
  'shipping-settings': 'shipping settings',
};

const pluralsByResource: Readonly<Record<string, string>> = {
  stock: 'stock levels',
  staff: 'staff accounts',
};

const changeable: readonly ResourceName[] = [
  'products',
  'stock',
  'orders',
  'payments',
  'shipments',
  'messages',
  'templates',
  'imports',
  'staff',
];

/** The kinds that the audit log can be filtered by. */
export const auditedResources: readonly { name: string; title: string }[] = [
  ...changeable.map(name => ({ name, title: titleOf(name) })),
  ...Object.entries(others).map(([name, title]) => ({ name, title })),
];

export function titleOf(resource: string): string {
  const known = Object.values(resources).find(({ name }) => name === resource);
  return known?.title ?? others[resource] ?? humanize(resource);
}

/** Acts on an account that `<action> the account of` would not say. */
const accountActs: Readonly<Record<string, string>> = {
  invited: 'invited',
  invited_again: 'invited again',
  invitation_accepted: 'accepted the invitation of',
  invitation_withdrawn: 'withdrew the invitation of',
  password_changed: 'changed the password of',
  password_reset: 'chose a new password, by a link, for',
  signed_out: 'ended sessions of',
  second_factor_set_up: 'set up the second factor of',
  second_factor_removed: 'removed the second factor of',
  second_factor_reset: 'reset the second factor of',
  recovery_codes_replaced: 'replaced the recovery codes of',
};

/** `changed the product`. */
export function actionText({ action, resource }: Pick<AuditEntry, 'action' | 'resource'>): string {
  const act = resource === 'staff' && Object.hasOwn(accountActs, action) ? accountActs[action] : undefined;
  if (act !== undefined) return act;
  const thing = nounsByResource[resource] ?? singular(titleOf(resource));
  return `${humanize(action).toLowerCase()} the ${thing}`;
}

/** The page of the record; undefined where it has none. */
export function pageOf({
  resource,
  resourceId,
  parent,
  action,
}: Pick<AuditEntry, 'resource' | 'resourceId' | 'parent' | 'action'>):
  | { resource: ResourceName; path: string }
  | undefined {
  if (resource === 'stock')
    return { resource, path: `/stock?filter=${encodeURIComponent(JSON.stringify({ sku: resourceId }))}` };
  const known = Object.values(resources).find(({ name }) => name === resource);
  if (known && action !== 'deleted' && action !== 'invitation_withdrawn')
    return { resource: known.name, path: `/${known.name}/${encodeURIComponent(resourceId)}/show` };
  return parent && !known ? pageOf({ ...parent, action }) : undefined;
}

/** Entries of one act, such as the change of many products at once. */
export interface EntryGroup {
  /** Of the first entry. */
  id: string;
  entries: AuditEntry[];
}

/** Neighbours that one request made of one kind are one group. */
export function groupEntries(entries: readonly AuditEntry[]): EntryGroup[] {
  const groups: EntryGroup[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    const [first] = last?.entries ?? [];
    if (last && first && isSameAct(first, entry)) last.entries.push(entry);
    else groups.push({ id: entry.id, entries: [entry] });
  }
  return groups;
}

function isSameAct(one: AuditEntry, other: AuditEntry): boolean {
  return (
    one.requestId !== undefined &&
    one.requestId === other.requestId &&
    one.action === other.action &&
    one.resource === other.resource &&
    one.actor.id === other.actor.id
  );
}

/** `changed 500 products`; `more` where further ones are not read yet. */
export function groupText({ action, resource }: AuditEntry, count: number, more: boolean): string {
  const things = pluralsByResource[resource] ?? titleOf(resource).toLowerCase();
  return `${humanize(action).toLowerCase()} ${count.toLocaleString()}${more ? ' or more' : ''} ${things}`;
}

/** The day of an entry in the reader's zone, for headings: `Today`, `Yesterday`, `Friday 20 November`. */
export function dayOf(at: string, now: Date): string {
  const day = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const date = new Date(at);
  const ago = Math.round((day(now) - day(date)) / 86_400_000);
  if (ago === 0) return 'Today';
  if (ago === 1) return 'Yesterday';
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return date.toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long', ...year });
}

/** Entries under the day they are of, in the order that they came in. */
export function byDay<T extends { at: string }>(entries: readonly T[], now: Date): { day: string; entries: T[] }[] {
  const days: { day: string; entries: T[] }[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.at, now);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

import { isMoney, type Money } from '../../kit/money.ts';

export interface FieldChange {
  field: string;
  before?: unknown;
  after?: unknown;
}

/** A change as people read it: what kind of value it is decides how it is shown. */
export type Shown = { field: string; label: string } & (
  | { kind: 'money'; before: Money | undefined; after: Money | undefined }
  | { kind: 'amount'; before: number | undefined; after: number | undefined }
  | { kind: 'text'; before: string; after: string }
  | { kind: 'tags'; added: string[]; removed: string[] }
  | { kind: 'state' | 'time' | 'plain'; before: unknown; after: unknown }
);

const longText = 40;
const amountField = /(^|\.)(price|compareAtPrice|cost|amount|total|captured|refunded)\.?amount$|(^|\.)amount$/;

/**
 * The changes of an entry, one line for each thing that changed: an amount and its currency are one price, a list of
 * words tells what came and went, a text is compared word by word.
 */
export function shownChanges(changes: readonly FieldChange[]): Shown[] {
  const currencies = new Map(
    changes.filter(({ field }) => /(^|\.)currency$/.test(field)).map(change => [parentOf(change.field), change]),
  );
  const amounts = new Set(
    changes.filter(({ field }) => /(^|\.)amount$/.test(field)).map(({ field }) => parentOf(field)),
  );
  return changes
    .filter(({ field }) => !(/(^|\.)currency$/.test(field) && amounts.has(parentOf(field))))
    .map(change => shown(change, currencies.get(parentOf(change.field))));
}

function shown({ field, before = null, after = null }: FieldChange, currency: FieldChange | undefined): Shown {
  const named = { field, label: fieldLabel(field) };
  if (isMoneyOrNone(before) && isMoneyOrNone(after) && (before ?? after) !== null)
    return { ...named, kind: 'money', before: before ?? undefined, after: after ?? undefined };
  if (amountField.test(field) && isNumberOrNone(before) && isNumberOrNone(after)) {
    if (!currency) return { ...named, kind: 'amount', before: before ?? undefined, after: after ?? undefined };
    return { ...named, kind: 'money', before: moneyOf(before, currency.before), after: moneyOf(after, currency.after) };
  }
  if (areWords(before) && areWords(after) && (Array.isArray(before) || Array.isArray(after))) {
    const [was, is] = [before ?? [], after ?? []];
    return {
      ...named,
      kind: 'tags',
      added: is.filter(word => !was.includes(word)),
      removed: was.filter(word => !is.includes(word)),
    };
  }
  if (/(^|\.)(status|state)$/i.test(field)) return { ...named, kind: 'state', before, after };
  if (isTime(before ?? after) && (before === null || isTime(before)) && (after === null || isTime(after)))
    return { ...named, kind: 'time', before, after };
  if (typeof before === 'string' && typeof after === 'string' && Math.max(before.length, after.length) > longText)
    return { ...named, kind: 'text', before, after };
  return { ...named, kind: 'plain', before, after };
}

const parentOf = (field: string) => field.split('.').slice(0, -1).join('.');

const isMoneyOrNone = (value: unknown): value is Money | null => value === null || isMoney(value);

const isNumberOrNone = (value: unknown): value is number | null => value === null || typeof value === 'number';

const areWords = (value: unknown): value is string[] | null =>
  value === null || (Array.isArray(value) && value.every(item => typeof item === 'string'));

const isTime = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value);

function moneyOf(amount: number | null, currency: unknown): Money | undefined {
  return amount === null || typeof currency !== 'string' ? undefined : { amount, currency };
}

/** Names of fields that nobody says aloud. */
const spoken: ReadonlyMap<string, string> = new Map([
  ['url', 'address'],
  ['alt', 'description'],
  ['sku', 'SKU'],
  ['sms', 'text message'],
  ['mjml', 'layout'],
  ['seo', 'search engines'],
  ['slug', 'place in addresses'],
]);

/** `variants.1082185.price.amount` → `Price of 1082185`. */
export function fieldLabel(field: string): string {
  const ofVariant = /^variants\.([^.]+)\.(.+)$/.exec(field);
  if (ofVariant?.[1] && ofVariant[2]) return `${fieldLabel(ofVariant[2])} of ${ofVariant[1]}`;
  const path = field.replace(/\.amount$/, '').split('.');
  const words = path.map(
    part =>
      spoken.get(part) ??
      (/^[a-z]+([A-Z][a-z]+)*$/.test(part) ? part.replaceAll(/([A-Z])/g, ' $1').toLowerCase() : part),
  );
  const text = words.join(' › ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A value in one line. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

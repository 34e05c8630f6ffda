import { isMoney, type Money } from '../../../look/money.ts';
import { fieldLabel } from '../../kit/components/field-text.ts';

export interface FieldChange {
  field: string;
  before?: unknown;
  after?: unknown;
}

/** A change for display; its kind decides the format. */
export type DisplayedChange = { field: string; label: string } & (
  | { kind: 'money'; before: Money | undefined; after: Money | undefined }
  | { kind: 'amount'; before: number | undefined; after: number | undefined }
  | { kind: 'text'; before: string; after: string }
  | { kind: 'tags'; added: string[]; removed: string[] }
  | { kind: 'state' | 'time' | 'plain'; before: unknown; after: unknown }
);

const longText = 40;
const amountField = /(^|\.)(price|compareAtPrice|cost|amount|total|captured|refunded)\.?amount$|(^|\.)amount$/;

/**
 * The changes of an entry for display: amount and currency become one price, a list of tags shows what was added and
 * removed, a text gets a word diff.
 */
export function displayedChanges(changes: readonly FieldChange[]): DisplayedChange[] {
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

function shown(
  { field, before = null, after = null }: FieldChange,
  currency: FieldChange | undefined,
): DisplayedChange {
  const named = { field, label: fieldLabel(field) };
  if (isMoneyOrNone(before) && isMoneyOrNone(after) && (before ?? after) !== null)
    return { ...named, kind: 'money', before: before ?? undefined, after: after ?? undefined };
  if (amountField.test(field) && isNumberOrNone(before) && isNumberOrNone(after)) {
    if (!currency) return { ...named, kind: 'amount', before: before ?? undefined, after: after ?? undefined };
    return { ...named, kind: 'money', before: moneyOf(before, currency.before), after: moneyOf(after, currency.after) };
  }
  if (areWords(before) && areWords(after) && (Array.isArray(before) || Array.isArray(after))) {
    const was = before ?? [];
    const is = after ?? [];
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

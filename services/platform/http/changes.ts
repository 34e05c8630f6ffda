import { currentTrace } from '../observability/trace.ts';
import type { RequestContext } from './context.ts';

/** One field before and after a change; null where it was not there. */
export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** `ChangeMade` of contracts/common.yaml, which every service publishes of what its staff change. */
export interface ChangeMade {
  resource: string;
  resourceId: string;
  label?: string;
  parent?: { resource: string; resourceId: string };
  action: string;
  actor: { kind: 'staff' | 'shopper' | 'service'; id: string; email?: string };
  changes: FieldChange[];
  reason?: string;
  requestId?: string;
  traceId?: string;
  at: string;
}

/** What was changed; `before` and `after` are compared by `changesBetween`, undefined where the thing was not there. */
export interface Change extends Pick<ChangeMade, 'resource' | 'resourceId' | 'label' | 'parent' | 'action' | 'reason'> {
  before?: unknown;
  after?: unknown;
}

const MAX_CHANGES = 1_000;
const MAX_TEXT_LENGTH = 1_000;
const EXCERPT_CONTEXT = 60;
const SECRET = /password|secret|token|hash|credential|cookie|private.?key|api.?key|cvc|card.?number/i;
const KEYS = ['id', 'sku', 'key'] as const;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/**
 * What stands in a change: times as RFC 3339, big integers as digits, nothing as null, whatever else as it is in JSON.
 */
function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, item]) => !SECRET.test(name) && item !== undefined)
      .map(([name, item]) => [name, plain(item)]),
  );
}

/** The items of a list by what names them, where each has an id, sku or key of its own. */
function byKey(list: readonly unknown[]): Fields | undefined {
  for (const key of KEYS) {
    const named = list.flatMap((item): [string, unknown][] =>
      isFields(item) && (typeof item[key] === 'string' || typeof item[key] === 'number')
        ? [[String(item[key]), item]]
        : [],
    );
    if (named.length === list.length && new Set(named.map(([name]) => name)).size === list.length)
      return Object.fromEntries(named);
  }
  return undefined;
}

/** The named parts of a value, if it has any: fields of an object, items of a list that have keys. Money has none. */
function partsOf(value: unknown): Fields | undefined {
  if (isMoney(value)) return undefined;
  return Array.isArray(value) ? byKey(value) : isFields(value) ? value : undefined;
}

/** `Money` of contracts/common.yaml: one value, as an amount says nothing without its currency. */
function isMoney(value: unknown): boolean {
  if (!isFields(value) || Object.keys(value).length !== 2) return false;
  const { amount, currency } = value;
  return (typeof amount === 'number' || typeof amount === 'bigint') && typeof currency === 'string';
}

const isNothing = (value: unknown): boolean => value === undefined || value === null;

/** Of a long text what is around the first difference, so that a change in the middle of it can be seen. */
function excerpt(text: string, other: unknown): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  let same = 0;
  if (typeof other === 'string') while (same < text.length && text[same] === other[same]) same += 1;
  const from = Math.max(0, Math.min(same - EXCERPT_CONTEXT, text.length - MAX_TEXT_LENGTH));
  return `${from > 0 ? '…' : ''}${text.slice(from, from + MAX_TEXT_LENGTH)}${from + MAX_TEXT_LENGTH < text.length ? '…' : ''}`;
}

function compare(field: string, before: unknown, after: unknown, found: FieldChange[]): void {
  const was = isNothing(before) ? {} : partsOf(before);
  const is = isNothing(after) ? {} : partsOf(after);
  if (was && is) {
    for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
      if (!SECRET.test(name)) compare(field === '' ? name : `${field}.${name}`, was[name], is[name], found);
    }
    return;
  }
  const [old, fresh] = [plain(before), plain(after)];
  if (JSON.stringify(old) === JSON.stringify(fresh)) return;
  const shown = (value: unknown, other: unknown) => (typeof value === 'string' ? excerpt(value, other) : value);
  found.push({ field: field === '' ? 'value' : field, before: shown(old, fresh), after: shown(fresh, old) });
}

/**
 * Every field in which two values differ, by dotted paths. Lists whose items have an id, sku or key are compared item
 * by item, others as a whole, and so is money, whose amount and currency say one thing.
 * Fields that are named like secrets are left out, of long texts only what surrounds the difference is told. Pure; at
 * most 1,000 changes.
 */
export function changesBetween(before: unknown, after: unknown): FieldChange[] {
  const found: FieldChange[] = [];
  compare('', before, after, found);
  return found.slice(0, MAX_CHANGES);
}

/**
 * The payload of `ChangeMade` for what the one who asks in `context` has just changed: `ordersEvents.ChangeMade(id,
 * changeMade(context, { … }))`.
 */
export function changeMade(
  context: Pick<RequestContext<never>, 'principal' | 'requestId'>,
  change: Change,
): ChangeMade {
  const { before, after, resource, resourceId, label, parent, action, reason } = change;
  const { kind, id, email } = context.principal;
  const traceId = currentTrace()?.traceId;
  return {
    ...{ resource, resourceId, action },
    ...(label === undefined ? {} : { label: label.slice(0, 300) }),
    ...(parent === undefined ? {} : { parent }),
    actor: { kind: kind === 'anonymous' ? 'service' : kind, id, ...(email === undefined ? {} : { email }) },
    changes: changesBetween(before, after),
    ...(reason === undefined ? {} : { reason: reason.slice(0, 1_000) }),
    requestId: context.requestId,
    ...(traceId === undefined ? {} : { traceId }),
    at: new Date().toISOString(),
  };
}

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
/** Stands in a change for a value whose field is named like a secret: that it changed is said, never what it is. */
const HIDDEN = '[hidden]';
const KEYS = ['id', 'sku', 'key'] as const;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A value as JSON holds it: times as RFC 3339, big integers as digits, nothing as null. */
function toJson(value: unknown, hide: (name: string) => boolean = () => false): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Array.isArray(value)) return value.map(item => toJson(item, hide));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name, hide(name) ? HIDDEN : toJson(item, hide)]),
  );
}

/** A value as it stands in a change: without what is named like a secret. */
const plain = (value: unknown): unknown => toJson(value, name => SECRET.test(name));

interface Parts {
  /** Fields have names of ours; items are named by data (a sku), which says nothing about secrets. */
  kind: 'fields' | 'items';
  byName: ReadonlyMap<string, unknown>;
}

/** The items of a list by what names them, where each has an id, sku or key of its own. */
function itemsByKey(list: readonly unknown[]): Parts | undefined {
  for (const key of KEYS) {
    const named = list.flatMap((item): [string, unknown][] =>
      isFields(item) && (typeof item[key] === 'string' || typeof item[key] === 'number')
        ? [[String(item[key]), item]]
        : [],
    );
    const byName = new Map(named);
    if (named.length === list.length && byName.size === list.length) return { kind: 'items', byName };
  }
  return undefined;
}

/** The named parts of a value, if it has any: fields of an object, items of a list that have keys. Money has none. */
function partsOf(value: unknown): Parts | undefined {
  if (isMoney(value)) return undefined;
  if (Array.isArray(value)) return itemsByKey(value);
  return isFields(value) ? { kind: 'fields', byName: new Map(Object.entries(value)) } : undefined;
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

const NO_PARTS: Parts = { kind: 'fields', byName: new Map() };

/** A value whose name says it is a secret: nothing of it is said but that it changed. */
function compareHidden(field: string, before: unknown, after: unknown, found: FieldChange[]): void {
  if (JSON.stringify(toJson(before)) === JSON.stringify(toJson(after))) return;
  const hidden = (value: unknown) => (isNothing(value) ? null : HIDDEN);
  found.push({ field, before: hidden(before), after: hidden(after) });
}

function compare(field: string, before: unknown, after: unknown, found: FieldChange[]): void {
  const partsBefore = isNothing(before) ? NO_PARTS : partsOf(before);
  const partsAfter = isNothing(after) ? NO_PARTS : partsOf(after);
  if (partsBefore && partsAfter) {
    const isField = partsBefore.kind === 'fields' && partsAfter.kind === 'fields';
    for (const name of new Set([...partsBefore.byName.keys(), ...partsAfter.byName.keys()])) {
      const path = field === '' ? name : `${field}.${name}`;
      const compareParts = isField && SECRET.test(name) ? compareHidden : compare;
      compareParts(path, partsBefore.byName.get(name), partsAfter.byName.get(name), found);
    }
    return;
  }
  const plainBefore = plain(before);
  const plainAfter = plain(after);
  if (JSON.stringify(plainBefore) === JSON.stringify(plainAfter)) return;
  found.push({
    field: field === '' ? 'value' : field,
    before: typeof plainBefore === 'string' ? excerpt(plainBefore, plainAfter) : plainBefore,
    after: typeof plainAfter === 'string' ? excerpt(plainAfter, plainBefore) : plainAfter,
  });
}

/**
 * Every field in which two values differ, by dotted paths. Lists whose items have an id, sku or key are compared item
 * by item, others as a whole, and so is money, whose amount and currency say one thing.
 * Of fields that are named like secrets only that they changed is said, of long texts only what surrounds the
 * difference. Pure; at most 1,000 changes.
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

import { secretFields } from '../../../generated/platform/secrets.ts';
import { currentTrace } from '../observability/trace.ts';
import { truncate } from '../truncate.ts';
import type { RequestContext } from './context.ts';

/** One field before and after a change; null where it was not there. */
export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** `ChangeMade` of contracts/common.yaml, which every service publishes for each change by its staff. */
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

/**
 * A change of a resource. `changesBetween` compares `before` and `after`; undefined where the resource did not exist.
 */
export interface Change extends Pick<ChangeMade, 'resource' | 'resourceId' | 'label' | 'parent' | 'action' | 'reason'> {
  before?: unknown;
  after?: unknown;
}

const MAX_CHANGES = 1_000;
const MAX_TEXT_LENGTH = 1_000;
const EXCERPT_CONTEXT = 60;
/** Replaces the value of a field that is secret by contract: a change reports that it changed, never the value. */
const HIDDEN = '[hidden]';
const KEYS = ['id', 'sku', 'key'] as const;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A value as JSON represents it: times as RFC 3339, big integers as digits, undefined as null. */
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

/** A value as a change contains it: without fields that are secret by contract. */
const plain = (value: unknown): unknown => toJson(value, name => secretFields.has(name));

interface Parts {
  /** The names of fields are ours; items are named by data (a sku), which says nothing about secrets. */
  kind: 'fields' | 'items';
  byName: ReadonlyMap<string, unknown>;
}

/** The items of a list by their id, sku or key, if each item has a distinct one. */
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

/** The named parts of a value, if it has any: fields of an object, keyed items of a list. Money has none. */
function partsOf(value: unknown): Parts | undefined {
  if (isMoney(value)) return undefined;
  if (Array.isArray(value)) return itemsByKey(value);
  return isFields(value) ? { kind: 'fields', byName: new Map(Object.entries(value)) } : undefined;
}

/** `Money` of contracts/common.yaml: one value, as an amount means nothing without its currency. */
function isMoney(value: unknown): boolean {
  if (!isFields(value) || Object.keys(value).length !== 2) return false;
  const { amount, currency } = value;
  return (typeof amount === 'number' || typeof amount === 'bigint') && typeof currency === 'string';
}

const isNothing = (value: unknown): boolean => value === undefined || value === null;

/** The part of a long text around the first difference, so that a change in the middle is visible. */
function excerpt(text: string, other: unknown): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  let same = 0;
  if (typeof other === 'string') while (same < text.length && text[same] === other[same]) same += 1;
  const from = Math.max(0, Math.min(same - EXCERPT_CONTEXT, text.length - MAX_TEXT_LENGTH));
  // Half a surrogate pair at either end is no text.
  const excerptText = text.slice(from, from + MAX_TEXT_LENGTH).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
  return `${from > 0 ? '…' : ''}${excerptText}${from + MAX_TEXT_LENGTH < text.length ? '…' : ''}`;
}

const NO_PARTS: Parts = { kind: 'fields', byName: new Map() };

/** Reports of a secret field only that it changed. */
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
      const compareParts = isField && secretFields.has(name) ? compareHidden : compare;
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
 * by item; other lists and money are compared as a whole. The values of fields with names of secrets are hidden; long
 * texts are cut to the part around the difference. Pure; returns at most 1,000 changes.
 */
export function changesBetween(before: unknown, after: unknown): FieldChange[] {
  const found: FieldChange[] = [];
  compare('', before, after, found);
  return found.slice(0, MAX_CHANGES);
}

/**
 * The payload of `ChangeMade` for a change by the principal of `context`: `ordersEvents.ChangeMade(id,
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
    resource,
    resourceId,
    action,
    ...(label === undefined ? {} : { label: truncate(label, 300) }),
    ...(parent === undefined ? {} : { parent }),
    actor: { kind: kind === 'anonymous' ? 'service' : kind, id, ...(email === undefined ? {} : { email }) },
    changes: changesBetween(before, after),
    ...(reason === undefined ? {} : { reason: truncate(reason, 1_000) }),
    requestId: context.requestId,
    ...(traceId === undefined ? {} : { traceId }),
    at: new Date().toISOString(),
  };
}

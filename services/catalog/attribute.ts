import { isDeepStrictEqual } from 'node:util';
import type {
  Attribute as ApiAttribute,
  AttributeChange,
  AttributeDraft,
  AttributeType,
  AttributeValue,
} from '../../generated/catalog/types.ts';
import { categoryKey, categoryName } from './category.ts';
import type { Fault } from './fault.ts';
import { freeSlug } from './slug.ts';

/** An attribute as it is stored: what products may be described by. */
export interface AttributeRecord {
  id: string;
  /** Unique, and never changed. */
  key: string;
  name: string;
  /** `attributeNameKey` of the name: unique. */
  nameKey: string;
  type: AttributeType;
  unit?: string;
  /** Of a choice; none otherwise. */
  values: AttributeValue[];
  filterable: boolean;
  position: number;
  version: number;
  /** Grows where products store something of it that changed: those of an earlier revision are written again. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
  /** Products may still have an earlier revision. */
  propagate?: true;
  /** It is being deleted: its products lose it, then it goes. */
  deleting?: true;
}

export const MAX_ATTRIBUTES = 100;

const MAX_KEY = 60;

/** What makes two names the same attribute, or the same value: letters without regard to case and white space. */
export const attributeNameKey = categoryKey;

/** The key of a name: its letters and digits, of whatever script, in lower case and joined by hyphens. */
function keyOf(name: string, taken: ReadonlySet<string>, fallback: string): string {
  const letters = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-');
  const key = Array.from(letters.replace(/^-+/, '')).slice(0, MAX_KEY).join('').replace(/-+$/, '');
  return freeSlug(key || fallback, taken);
}

/** Values of these names after those that exist: each with a key of its own, and none that one of them had. */
function valuesOf(
  names: readonly { key?: string; name: string }[],
  known: readonly AttributeValue[],
): AttributeValue[] {
  const taken = new Set(known.map(({ key }) => key));
  return names.map(({ key: given, name }) => {
    const key = given ?? keyOf(name, taken, 'value');
    taken.add(key);
    return { key, name: categoryName(name) };
  });
}

/** A new attribute; `taken` are the keys of the others. */
export function createAttribute(
  draft: AttributeDraft,
  id: string,
  taken: ReadonlySet<string>,
  now: Date,
): AttributeRecord {
  const { type, unit, values = [], filterable = false, position = 0 } = draft;
  const name = categoryName(draft.name);
  return {
    id,
    key: keyOf(name, taken, 'attribute'),
    name,
    nameKey: attributeNameKey(name),
    type,
    ...(unit !== undefined && { unit }),
    values: valuesOf(
      values.map(value => ({ name: value })),
      [],
    ),
    filterable,
    position,
    version: 1,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
}

/** The next version of an attribute after a change; undefined where nothing differs. */
export function changeAttribute(
  before: AttributeRecord,
  change: AttributeChange,
  now: Date,
): AttributeRecord | undefined {
  const { unit: hadUnit, ...rest } = before;
  const name = change.name === undefined ? before.name : categoryName(change.name);
  const unit = change.removeUnit ? undefined : (change.unit ?? hadUnit);
  const after: AttributeRecord = {
    ...rest,
    name,
    nameKey: attributeNameKey(name),
    ...(unit !== undefined && { unit }),
    values: change.values ? valuesOf(change.values, before.values) : before.values,
    filterable: change.filterable ?? before.filterable,
    position: change.position ?? before.position,
  };
  if (isDeepStrictEqual(before, after)) return undefined;
  const changed = { ...after, version: before.version + 1, updatedAt: now };
  return isShownDifferently(before, after) ? { ...changed, revision: before.revision + 1, propagate: true } : changed;
}

/** The next version of an attribute that is deleted with what products have of it. */
export function deleteAttribute(before: AttributeRecord, now: Date): AttributeRecord {
  const { version, revision } = before;
  return { ...before, version: version + 1, revision: revision + 1, updatedAt: now, propagate: true, deleting: true };
}

/** Whether products that have the attribute are to be written again. New values alone, and their order, are not. */
function isShownDifferently(before: AttributeRecord, after: AttributeRecord): boolean {
  const names = new Map(after.values.map(({ key, name }) => [key, name]));
  return (
    before.name !== after.name ||
    before.unit !== after.unit ||
    before.filterable !== after.filterable ||
    before.position !== after.position ||
    before.values.some(({ key, name }) => names.has(key) && names.get(key) !== name)
  );
}

/** The values of `before` that `after` has no more. */
export function removedValues(before: AttributeRecord, after: AttributeRecord): AttributeValue[] {
  const kept = new Set(after.values.map(({ key }) => key));
  return before.values.filter(({ key }) => !kept.has(key));
}

/** What a change names as values that are there and are not; `before` is the attribute. */
export function unknownValueFaults(before: AttributeRecord, { values = [] }: AttributeChange): Fault[] {
  const known = new Set(before.values.map(({ key }) => key));
  return values.flatMap(({ key }, index) =>
    key === undefined || known.has(key) ? [] : [{ path: `/values/${index}/key`, message: `is no value: ${key}` }],
  );
}

/** The faults of an attribute whose members do not suit its type, or that has a value twice. */
export function attributeFaults({ type, unit, values, filterable }: AttributeRecord): Fault[] {
  const faults: Fault[] = [];
  if (type === 'choice' && values.length === 0)
    faults.push({ path: '/values', message: 'are missing: a choice has at least one' });
  if (type !== 'choice' && values.length > 0) faults.push({ path: '/values', message: 'are for a choice only' });
  if (type !== 'number' && unit !== undefined) faults.push({ path: '/unit', message: 'is for a number only' });
  if (type === 'text' && filterable) faults.push({ path: '/filterable', message: 'is not for a text' });
  const names = new Set<string>();
  for (const [index, { name }] of values.entries()) {
    if (names.has(attributeNameKey(name)))
      faults.push({ path: `/values/${index}/name`, message: `is there twice: ${name}` });
    names.add(attributeNameKey(name));
  }
  const keys = values.map(({ key }) => key);
  for (const [index, key] of keys.entries())
    if (keys.indexOf(key) < index) faults.push({ path: `/values/${index}/key`, message: `is there twice: ${key}` });
  return faults;
}

/** The attribute as staff see it. */
export function toApiAttribute(attribute: AttributeRecord, products: number): ApiAttribute {
  const { id, key, name, type, unit, values, filterable, position, deleting, version, createdAt, updatedAt } =
    attribute;
  return {
    id,
    key,
    name,
    type,
    ...(unit !== undefined && { unit }),
    ...(type === 'choice' && { values }),
    filterable,
    position,
    products,
    ...(deleting && { deleting }),
    version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

import { isDeepStrictEqual } from 'node:util';
import type { AttributeType, ProductAttribute, ProductAttributeDraft } from '../../generated/catalog/types.ts';
import type { AttributeRecord } from './attribute.ts';
import type { Fault } from './fault.ts';

/** What a product stores of an attribute: its value, and of the attribute what shoppers see, at one revision. */
export interface StoredAttribute extends ProductAttribute {
  id: string;
  revision: number;
}

/** What a product has of an attribute before it is written. */
type Value = Pick<ProductAttribute, 'boolean' | 'number' | 'text' | 'values'>;

const memberOf: Record<AttributeType, keyof Value> = {
  boolean: 'boolean',
  choice: 'values',
  number: 'number',
  text: 'text',
};

const members = ['boolean', 'number', 'text', 'values'] as const;

type Placed = Pick<AttributeRecord, 'position' | 'name'>;

/** The order of attributes: by position, then by name. */
export const byPlace = (a: Placed, b: Placed): number =>
  a.position - b.position || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** What a product stores of an attribute with a value. */
export function storedAttribute(attribute: AttributeRecord, value: Value): StoredAttribute {
  const { id, key, name, type, unit, filterable, position, revision } = attribute;
  return { id, key, name, type, ...(unit !== undefined && { unit }), filterable, position, revision, ...value };
}

/** Values of a choice in the order of the attribute, each once. */
export function chosenValues(attribute: AttributeRecord, keys: Iterable<string>): NonNullable<Value['values']> {
  const chosen = new Set(keys);
  return attribute.values.filter(({ key }) => chosen.has(key));
}

/** The attributes of a draft as they are stored, and what is wrong with them. `known` are the attributes by key. */
export function attributesOf(
  drafts: readonly ProductAttributeDraft[],
  known: ReadonlyMap<string, AttributeRecord>,
): { attributes: StoredAttribute[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const attributes = drafts.flatMap((draft, index): StoredAttribute[] => {
    const path = `/attributes/${index}`;
    const attribute = known.get(draft.key);
    const given = members.filter(member => draft[member] !== undefined);
    const fault = (at: string, message: string) => {
      faults.push({ path: `${path}${at}`, message });
      return [];
    };
    if (!attribute) return fault('/key', `is no attribute: ${draft.key}`);
    if (seen.has(draft.key)) return fault('/key', `is there twice: ${draft.key}`);
    seen.add(draft.key);
    const member = memberOf[attribute.type];
    if (given.length !== 1 || given[0] !== member)
      return fault('', `needs "${member}" and nothing else: ${attribute.name} is a ${attribute.type}`);
    if (draft.text === '') return fault('/text', 'is empty');
    const { key: _key, values: keys, ...value } = draft;
    if (!keys) return [storedAttribute(attribute, value)];
    const names = new Set(attribute.values.map(({ key }) => key));
    const unknown = keys.find(key => !names.has(key));
    if (unknown !== undefined) return fault('/values', `"${unknown}" is no value of ${attribute.name}`);
    return [storedAttribute(attribute, { values: chosenValues(attribute, keys) })];
  });
  return { attributes: attributes.sort(byPlace), faults };
}

/**
 * The attributes of a product as they are defined now, in their order; `known` are the attributes by id. Those that are
 * not there any more, or have lost the chosen values, are left out: an import that is undone may bring them.
 */
export function currentAttributes(
  stored: readonly StoredAttribute[],
  known: ReadonlyMap<string, AttributeRecord>,
): StoredAttribute[] {
  return stored
    .flatMap(({ id, boolean, number, text, values }): StoredAttribute[] => {
      const attribute = known.get(id);
      if (!attribute) return [];
      if (values) {
        const left = chosenValues(
          attribute,
          values.map(({ key }) => key),
        );
        return left.length === 0 ? [] : [storedAttribute(attribute, { values: left })];
      }
      return [
        storedAttribute(attribute, {
          ...(boolean !== undefined && { boolean }),
          ...(number !== undefined && { number }),
          ...(text !== undefined && { text }),
        }),
      ];
    })
    .sort(byPlace);
}

/** A product with these attributes; one without any has no such member. */
export function withAttributes<T extends { attributes?: StoredAttribute[] }>(
  product: T,
  attributes: StoredAttribute[],
): T {
  if (isDeepStrictEqual(product.attributes ?? [], attributes)) return product;
  const { attributes: _before, ...rest } = product;
  return { ...rest, ...(attributes.length > 0 && { attributes }) } as T;
}

/** The attributes of a product as the contract shows them. */
export function toProductAttributes(stored: readonly StoredAttribute[]): ProductAttribute[] {
  return stored.map(({ id: _id, revision: _revision, ...attribute }) => attribute);
}

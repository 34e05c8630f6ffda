import type { AttributeRecord } from '../../services/catalog/attribute.ts';
import { chosenValues, type StoredAttribute, storedAttribute } from '../../services/catalog/product-attributes.ts';

function attribute(key: string, type: AttributeRecord['type'], values: readonly string[] = []): AttributeRecord {
  return {
    id: `id-${key}`,
    key,
    name: key,
    nameKey: key,
    type,
    values: values.map(value => ({ key: value, name: value })),
    filterable: true,
    position: 0,
    version: 1,
    revision: 1,
    createdAt: new Date(0),
    updatedAt: new Date(0),
  };
}

const origin = attribute('origin', 'choice', ['common', 'rare', 'early']);
const energy = attribute('energy', 'number');
const vegan = attribute('vegan', 'boolean');

/** The attributes of all products, as catalog keeps them. */
export const attributeRecords = () =>
  [origin, energy, vegan].map(({ id, ...record }) => ({ _id: id, ...record, writes: 0 }));

/**
 * What one of `count` products has of them: an origin of 1 in 4, of 1 in 10,000, and of the first third only; an energy
 * each; 1 in 3 is vegan.
 */
export function attributesOf(index: number, count: number): StoredAttribute[] {
  const keys = [
    ...(index % 4 === 0 ? ['common'] : []),
    ...(index % 10_000 === 17 ? ['rare'] : []),
    ...(index < count / 3 ? ['early'] : []),
  ];
  return [
    ...(keys.length > 0 ? [storedAttribute(origin, { values: chosenValues(origin, keys) })] : []),
    storedAttribute(energy, { number: index % 1_000 }),
    ...(index % 3 === 0 ? [storedAttribute(vegan, { boolean: true })] : []),
  ];
}

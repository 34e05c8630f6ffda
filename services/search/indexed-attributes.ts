import type { AttributeFacet } from '../../generated/search/types.ts';

/** What a product has of an attribute, as an event or the catalog's export carries it. */
export interface PublishedAttribute {
  key: string;
  name: string;
  type: AttributeFacet['type'] | 'text';
  unit?: string;
  filterable: boolean;
  position: number;
  boolean?: boolean;
  number?: number;
  text?: string;
  values?: { key: string; name: string }[];
}

/** One value that shoppers may filter by, as a nested document of a product (mapping.ts). */
export interface IndexedAttribute {
  key: string;
  name: string;
  type: AttributeFacet['type'];
  unit?: string;
  position: number;
  /** The key of a value of a choice, or `true`. */
  value?: string;
  label?: string;
  number?: number;
}

/** What of the attributes of a product shoppers may filter by; a boolean that is false is nothing to look for. */
export function indexedAttributes(published: readonly PublishedAttribute[]): IndexedAttribute[] {
  return published.flatMap(({ key, name, type, unit, filterable, position, ...given }): IndexedAttribute[] => {
    if (!filterable || type === 'text') return [];
    const attribute = { key, name, type, ...(unit !== undefined && { unit }), position };
    if (given.boolean) return [{ ...attribute, value: 'true', label: name }];
    if (given.number !== undefined) return [{ ...attribute, number: given.number }];
    return given.values?.map(value => ({ ...attribute, value: value.key, label: value.name })) ?? [];
  });
}

/** The words that a product is found by: the values of a choice, and the names of what is true of it. */
export function attributeWords(published: readonly PublishedAttribute[]): string[] {
  return published.flatMap(({ name, boolean, values = [] }) => [
    ...(boolean ? [name] : []),
    ...values.map(value => value.name),
  ]);
}

import type { ProductAttribute, ProductAttributeDraft } from '../../../generated/catalog/types.ts';

/** What a product has of an attribute, under the member of its type, as its input shows it. */
export interface FormAttribute {
  /** `true`, `false`, or empty where nothing is said. */
  boolean?: string;
  /** As typed. */
  number?: string;
  text?: string;
  /** Keys of the values of a choice. */
  values?: string[];
}

/** The attributes of a form by their keys. */
export type FormAttributes = Readonly<Record<string, FormAttribute | undefined>>;

/** What a form says of an attribute, whatever its key is called (`constructor`). */
export const attributeIn = (attributes: FormAttributes, key: string): FormAttribute | undefined =>
  Object.hasOwn(attributes, key) ? attributes[key] : undefined;

/** The attributes of a product as their inputs show them. */
export function formAttributes(attributes: readonly ProductAttribute[] = []): FormAttributes {
  return Object.fromEntries(
    attributes.map(({ key, boolean, number, text, values }): [string, FormAttribute] => [
      key,
      {
        ...(boolean !== undefined && { boolean: boolean ? 'true' : 'false' }),
        ...(number !== undefined && { number: String(number) }),
        ...(text !== undefined && { text }),
        ...(values && { values: values.map(value => value.key) }),
      },
    ]),
  );
}

function draftOf(key: string, { boolean, number, text, values }: FormAttribute): ProductAttributeDraft | undefined {
  if (boolean) return { key, boolean: boolean === 'true' };
  if (number) return { key, number: Number(number) };
  if (text?.trim()) return { key, text: text.trim() };
  // Values are stored in the order of the attribute, in whatever order they were chosen.
  return values && values.length > 0 ? { key, values: values.toSorted() } : undefined;
}

/** The form's attributes with one as its input says it; without it where that is nothing. */
export function withAttribute(attributes: FormAttributes, key: string, value: FormAttribute): FormAttributes {
  const { [key]: _before, ...others } = attributes;
  return draftOf(key, value) || value.text ? { ...others, [key]: value } : others;
}

const MAX_NUMBER = 1_000_000_000;

/** Why a number that was typed cannot be stored. */
export const numberProblem = (typed: string | undefined): string | undefined =>
  !typed || Math.abs(Number(typed)) <= MAX_NUMBER ? undefined : 'A number up to a billion';

/** The attributes that have a value, by key. */
export function attributeDrafts(attributes: FormAttributes): ProductAttributeDraft[] {
  return Object.keys(attributes)
    .toSorted()
    .flatMap(key => draftOf(key, attributes[key] ?? {}) ?? []);
}

const FIELD = 'attributes.';

/** The key of the attribute that a field of a product is. */
export const attributeOfField = (field: string): string | undefined =>
  field.startsWith(FIELD) ? field.slice(FIELD.length) : undefined;

/** The attributes as fields of the product, each with its value. */
export function attributeFields(attributes: FormAttributes): Record<string, unknown> {
  return Object.fromEntries(
    attributeDrafts(attributes).map(({ key, ...value }) => [`${FIELD}${key}`, Object.values(value)[0]]),
  );
}

/** Theirs, with those that stay mine. */
export function mergeAttributes(
  mine: FormAttributes,
  theirs: FormAttributes,
  staysMine: (field: string) => boolean,
): FormAttributes {
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  return Object.fromEntries(keys.map(key => [key, attributeIn(staysMine(`${FIELD}${key}`) ? mine : theirs, key)]));
}

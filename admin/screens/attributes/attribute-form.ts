import type { Attribute, AttributeChange, AttributeDraft, AttributeType } from '../../../generated/catalog/types.ts';
import { parsePosition } from '../settings/category-change.ts';

/** A value of a choice in the form; one that is there already has its key. */
export interface FormValue {
  /** Of the row, so that it keeps its field while others come and go. */
  id: number;
  key?: string;
  name: string;
}

/** What the form of an attribute has. */
export interface AttributeForm {
  name: string;
  type: AttributeType;
  unit: string;
  values: FormValue[];
  filterable: boolean;
  /** As typed. */
  position: string;
}

/** The types under the names that merchants know them by. */
export const typeNames: Readonly<Record<AttributeType, string>> = {
  choice: 'Choice',
  boolean: 'Yes or no',
  number: 'Number',
  text: 'Text',
};

/** Text as the catalog stores names: words with a blank between them. */
const words = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');

/** The form of an attribute; of a new one where there is none. */
export function formOf(attribute?: Attribute): AttributeForm {
  return {
    name: attribute?.name ?? '',
    type: attribute?.type ?? 'choice',
    unit: attribute?.unit ?? '',
    values: attribute?.values?.map((value, id) => ({ id, ...value })) ?? [{ id: 0, name: '' }],
    filterable: attribute?.filterable ?? true,
    position: String(attribute?.position ?? 0),
  };
}

/** The values that have a name; none where the type has none. */
function namedValues({ type, values }: AttributeForm): { key?: string; name: string }[] {
  if (type !== 'choice') return [];
  return values
    .map(({ key, name }) => ({ ...(key !== undefined && { key }), name: words(name) }))
    .filter(({ name }) => name !== '');
}

/** Why the form cannot be saved, by field; `taken` are the names of the other attributes. */
export function formProblems(form: AttributeForm, taken: readonly string[]): { name?: string; values?: string } {
  const name = words(form.name).toLowerCase();
  const other = taken.find(known => known.toLowerCase() === name);
  const values = namedValues(form).map(value => value.name);
  const twice = values.find((value, at) => values.findIndex(each => each.toLowerCase() === value.toLowerCase()) < at);
  return {
    ...(other !== undefined && { name: `${other} is there already.` }),
    ...(twice !== undefined && { values: `${twice} is there twice.` }),
  };
}

/** Whether the form has everything that its type needs. */
export const isComplete = (form: AttributeForm): boolean =>
  words(form.name) !== '' &&
  parsePosition(form.position) !== undefined &&
  (form.type !== 'choice' || namedValues(form).length > 0);

/** A form as the catalog's draft. */
export function draftOf(form: AttributeForm): AttributeDraft {
  const { type, filterable } = form;
  const unit = words(form.unit);
  return {
    name: words(form.name),
    type,
    ...(type === 'number' && unit !== '' && { unit }),
    ...(type === 'choice' && { values: namedValues(form).map(({ name }) => name) }),
    filterable: type !== 'text' && filterable,
    position: parsePosition(form.position) ?? 0,
  };
}

/** What differs from the attribute; undefined where nothing does. */
export function changeOf(attribute: Attribute, form: AttributeForm): AttributeChange | undefined {
  const { name, unit = '', filterable, position } = draftOf(form);
  const values = namedValues(form);
  const change: AttributeChange = {
    ...(name !== attribute.name && { name }),
    ...(unit !== (attribute.unit ?? '') && (unit === '' ? { removeUnit: true } : { unit })),
    ...(attribute.type === 'choice' && JSON.stringify(values) !== JSON.stringify(attribute.values) && { values }),
    ...(filterable !== attribute.filterable && { filterable: filterable === true }),
    ...(position !== attribute.position && { position: position ?? 0 }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

/** The change that takes `change` back. A value that was removed comes back as a new one: no product had it. */
export function revertedChange(attribute: Attribute, change: AttributeChange): AttributeChange {
  const { name, unit, values = [], filterable, position } = attribute;
  const kept = new Set(change.values?.map(({ key }) => key));
  return {
    ...(change.name !== undefined && { name }),
    ...((change.unit !== undefined || change.removeUnit) && (unit === undefined ? { removeUnit: true } : { unit })),
    ...(change.values && {
      values: values.map(value => ({ ...(kept.has(value.key) && { key: value.key }), name: value.name })),
    }),
    ...(change.filterable !== undefined && { filterable }),
    ...(change.position !== undefined && { position }),
  };
}

import type { AdminField, AdminForm } from '../../../contracts/codegen/runtime/admin.ts';

type Values = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The request body of a form's values: only fields of the contract, without empty ones. */
export function createBody(fields: readonly AdminField[], values: Values): Values {
  const entries = fields.flatMap(field => {
    const value = toRequestValue(field, values[field.name]);
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return Object.fromEntries(entries);
}

/**
 * A record as form values. Where the response has an object and the request takes a scalar (a product's category),
 * the scalar is the object's name, or its key for a key field. Where neither fits, the field stays empty and is not
 * changed.
 */
export function formValues(fields: readonly AdminField[], record: Values): Values {
  const fitting = fields
    .filter(({ name }) => Object.hasOwn(record, name))
    .map(field => [field.name, toFormValue(field, record[field.name])] as const);
  return { ...record, ...Object.fromEntries(fitting) };
}

function toFormValue(field: AdminField, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (field.kind === 'object' && field.fields) return isObject(value) ? formValues(field.fields, value) : undefined;
  if (field.kind === 'list' && field.item) {
    const { item } = field;
    return Array.isArray(value) ? value.map((entry: unknown) => toFormValue(item, entry)) : undefined;
  }
  if (field.kind === 'tags')
    return Array.isArray(value) ? value.flatMap((entry: unknown) => scalarOf(field, entry) ?? []) : undefined;
  return compositeKinds.has(field.kind) ? value : scalarOf(field, value);
}

const compositeKinds: ReadonlySet<AdminField['kind']> = new Set(['money', 'choices', 'map', 'json']);
const nameFields = ['name', 'title', 'label', 'email', 'number', 'sku', 'slug', 'id', 'value'];
const keyFields = ['id', 'sku', 'slug', 'number', 'name'];

/** The scalar that stands for an object; a scalar stands for itself. */
function scalarOf(field: AdminField, value: unknown): unknown {
  if (!isObject(value)) return typeof value === 'object' ? undefined : value;
  const isKey = field.kind === 'reference' || field.format === 'uuid';
  return (isKey ? keyFields : nameFields).map(name => value[name]).find(part => accepts(field, part));
}

function accepts({ kind, choices }: AdminField, part: unknown): boolean {
  if (kind === 'number') return typeof part === 'number';
  if (kind === 'enum') return choices?.some(choice => choice === part) === true;
  return typeof part === 'string' && ['text', 'paragraph', 'reference', 'tags'].includes(kind);
}

/**
 * The body of an update: every field where the operation replaces the record, else the changed ones, with the version
 * that they are based on.
 */
export function updateBody(form: AdminForm, changed: Values, record: Values): Values {
  const fields = form.fields.filter(({ name }) => name !== form.version);
  const known = form.version === undefined ? undefined : record[form.version];
  const version = form.version !== undefined && known !== undefined && { [form.version]: known };
  const values = formValues(fields, changed);
  const before = formValues(fields, record);
  if (form.whole) return { ...createBody(fields, values), ...version };
  const entries = fields.flatMap(field => {
    const value = clearedValue(field, values[field.name]) ?? toRequestValue(field, values[field.name]);
    const isSame = JSON.stringify(value) === JSON.stringify(toRequestValue(field, before[field.name]));
    return value === undefined || isSame ? [] : [[field.name, value] as const];
  });
  return entries.length > 0 ? { ...Object.fromEntries(entries), ...version } : {};
}

/**
 * The request value of a cleared field: null where the contract allows it, else an empty string where that is
 * allowed.
 */
function clearedValue(field: AdminField, value: unknown): unknown {
  if (value !== null && value !== '') return undefined;
  if (field.nullable) return null;
  const isText = field.kind === 'text' || field.kind === 'paragraph';
  return isText &&
    !field.required &&
    (field.minLength ?? 0) === 0 &&
    field.format === undefined &&
    field.pattern === undefined
    ? ''
    : undefined;
}

function toRequestValue(field: AdminField, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return field.nullable && value === null ? null : undefined;
  if (field.kind === 'object' && field.fields) {
    const inner = isObject(value) ? createBody(field.fields, value) : {};
    return Object.keys(inner).length > 0 || field.required ? inner : undefined;
  }
  if (field.kind === 'list' && field.item && Array.isArray(value)) {
    const { item } = field;
    return value.map((entry: unknown) => toRequestValue(item, entry)).filter(entry => entry !== undefined);
  }
  return value;
}

import { type Violation, violations } from './check.ts';
import type { FieldDefinition, FormDefinition } from './form-definition.ts';
import { changesInteger } from './large-integers.ts';
import { coveringType } from './media-type.ts';
import { decodeForm, type Pairs, pairTaker, readPairs } from './parameter-reader.ts';

/** The bytes are no form. */
export class FormSyntaxError extends Error {
  override readonly name = 'FormSyntaxError';
}

interface Parts {
  texts: Pairs;
  files: Map<string, File[]>;
  decode(text: string): string;
}

export interface ParsedForm {
  value: Record<string, unknown>;
  errors: Violation[];
}

/**
 * Reads a form of either media type (URL Standard 5.1; RFC 7578) by its fields. Throws `FormSyntaxError` for what is no
 * form at all.
 */
export async function readForm(bytes: Buffer, contentType: string, form: FormDefinition): Promise<ParsedForm> {
  const parts = contentType.toLowerCase().startsWith('multipart/')
    ? await multipart(bytes, contentType)
    : { texts: readPairs(bytes.toString()), files: new Map<string, File[]>(), decode: decodeForm };
  const value: Record<string, unknown> = {};
  const errors: Violation[] = [];
  for (const field of form.fields) await take(field, parts, value, errors);
  const left = [...new Set([...parts.texts.keys(), ...parts.files.keys()])];
  for (const name of left) {
    if (form.others && name !== '__proto__') await take({ ...form.others, name }, parts, value, errors);
    else errors.push({ path: pathOf(name), message: 'is not known' });
  }
  const long = Object.entries(value).filter(([, text]) => typeof text === 'string' && changesInteger(text));
  if (!form.check(value)) errors.push(...violations(form.check, '/body'));
  for (const [name] of long)
    if (typeof value[name] === 'number') errors.push({ path: pathOf(name), message: 'is too large an integer' });
  refuseNul(value, '/body', errors);
  return { value, errors };
}

async function multipart(bytes: Buffer, contentType: string): Promise<Parts> {
  const headers = { 'content-type': contentType };
  const form = await new Response(new Uint8Array(bytes), { headers }).formData().catch((error: unknown) => {
    throw new FormSyntaxError('The body is not a valid form', { cause: error });
  });
  const texts: Pairs = new Map();
  const files = new Map<string, File[]>();
  for (const [name, part] of form) {
    if (typeof part === 'string') texts.set(name, [...(texts.get(name) ?? []), part]);
    else files.set(name, [...(files.get(name) ?? []), part]);
  }
  return { texts, files, decode: text => text };
}

async function take(
  field: FieldDefinition,
  parts: Parts,
  value: Record<string, unknown>,
  errors: Violation[],
): Promise<void> {
  const { name } = field;
  if (field.file) {
    const files = parts.files.get(name) ?? [];
    if (parts.texts.delete(name)) errors.push({ path: pathOf(name), message: 'must be a file' });
    parts.files.delete(name);
    for (const file of files)
      if (coveringType(field.file, file.type) === undefined)
        errors.push({ path: pathOf(name), message: `must be ${field.file.join(' or ')}` });
    keep(field, files, value, errors);
    return;
  }
  if (field.content !== undefined) {
    const texts = (parts.texts.get(name) ?? []).map(text => parts.decode(text));
    for (const file of parts.files.get(name) ?? []) texts.push(await file.text()); // a part that fetch made of a Blob
    parts.texts.delete(name);
    parts.files.delete(name);
    const values = texts.map(text => parseJson(field, text, errors)).filter(item => item !== undefined);
    keep(field, values, value, errors);
    return;
  }
  if (parts.files.delete(name)) errors.push({ path: pathOf(name), message: 'must not be a file' });
  const taken = pairTaker(field, text => parts.decode(text))(parts.texts);
  if (taken !== undefined) value[name] = taken;
}

/** All of a list, or the one there is. */
function keep(field: FieldDefinition, items: unknown[], value: Record<string, unknown>, errors: Violation[]): void {
  if (items.length === 0) return;
  if (items.length > 1 && field.type !== 'array')
    errors.push({ path: pathOf(field.name), message: 'must be given once' });
  else value[field.name] = field.type === 'array' ? items : items[0];
}

function parseJson({ name, content }: FieldDefinition, text: string, errors: Violation[]): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    errors.push({ path: pathOf(name), message: 'is not valid JSON' });
    return undefined;
  }
  if (typeof content === 'function' && !content(parsed)) errors.push(...violations(content, pathOf(name)));
  if (changesInteger(text)) errors.push({ path: pathOf(name), message: 'holds too large an integer' });
  return parsed;
}

function refuseNul(value: unknown, path: string, errors: Violation[]): void {
  if (typeof value === 'string' && value.includes('\0'))
    errors.push({ path, message: 'must not hold a NUL character' });
  if (typeof value !== 'object' || value === null || value instanceof Blob) return;
  for (const [name, item] of Object.entries(value)) refuseNul(item, `${path}/${escaped(name)}`, errors);
}

function pathOf(name: string): string {
  return `/body/${escaped(name)}`;
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

import { type Violation, violations } from './check.ts';
import type { FieldDefinition, FormDefinition } from './form-definition.ts';
import { changesInteger } from './large-integers.ts';
import { pathOf, readParts } from './multipart-form.ts';
import { decodeForm, type Pairs, pairTaker, readPairs } from './parameter-reader.ts';
import type { ReceivedFiles } from './received-files.ts';
import { textProblem } from './text.ts';

interface Parts {
  texts: Pairs;
  files: Map<string, File[]>;
  decode(text: string): string;
}

export interface ParsedForm {
  value: Record<string, unknown>;
  errors: Violation[];
}

/** Reads application/x-www-form-urlencoded (URL Standard, 5.1) by its fields. */
export function readUrlencoded(bytes: Buffer, form: FormDefinition): ParsedForm {
  return readFields({ texts: readPairs(bytes.toString()), files: new Map(), decode: decodeForm }, form);
}

/**
 * Reads multipart/form-data by its fields, as it comes; undefined for an empty body. Throws `FormSyntaxError` for what
 * is no form at all.
 */
export async function readMultipartForm(
  body: AsyncIterable<Buffer>,
  contentType: string,
  form: FormDefinition,
  received: ReceivedFiles,
): Promise<ParsedForm | undefined> {
  const parts = await readParts(body, contentType, form, received);
  if (parts === undefined) return undefined;
  const { value, errors } = readFields({ ...parts, decode: text => text }, form);
  return { value, errors: [...parts.errors, ...errors] };
}

function readFields(parts: Parts, form: FormDefinition): ParsedForm {
  const value: Record<string, unknown> = {};
  const errors: Violation[] = [];
  for (const field of form.fields) take(field, parts, value, errors);
  for (const name of [...parts.texts.keys()]) {
    if (form.others && name !== '__proto__') take({ ...form.others, name }, parts, value, errors);
    else errors.push({ path: pathOf(name), message: 'is not known' });
  }
  const long = Object.entries(value).filter(([, text]) => typeof text === 'string' && changesInteger(text));
  if (!form.check(value)) errors.push(...violations(form.check, '/body'));
  for (const [name] of long)
    if (typeof value[name] === 'number') errors.push({ path: pathOf(name), message: 'is too large an integer' });
  refuseText(value, '/body', errors);
  return { value, errors };
}

function take(field: FieldDefinition, parts: Parts, value: Record<string, unknown>, errors: Violation[]): void {
  const { name } = field;
  if (field.file) {
    keep(field, parts.files.get(name) ?? [], value, errors);
    return;
  }
  if (field.content !== undefined) {
    const texts = (parts.texts.get(name) ?? []).map(text => parts.decode(text));
    parts.texts.delete(name);
    const values = texts.map(text => parseJson(field, text, errors)).filter(item => item !== undefined);
    keep(field, values, value, errors);
    return;
  }
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

function refuseText(value: unknown, path: string, errors: Violation[]): void {
  const problem = typeof value === 'string' ? textProblem(value) : undefined;
  if (problem !== undefined) errors.push({ path, message: problem });
  if (typeof value !== 'object' || value === null || value instanceof Blob) return;
  for (const [name, item] of Object.entries(value)) refuseText(item, pathOf(name, path), errors);
}

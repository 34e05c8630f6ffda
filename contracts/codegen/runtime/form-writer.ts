import type { ParameterEncoding } from './parameter-style.ts';
import { ParameterValueError, writeParameter } from './parameter-writer.ts';

/** A form as it travels as application/x-www-form-urlencoded. Objects are JSON unless their encoding says otherwise. */
export function writeForm(body: object, encodings: readonly ParameterEncoding[]): string {
  const pairs = fieldsOf(body).map(([name, value]) => {
    const encoding = encodings.find(item => item.name === name);
    const items = encoding?.json || (encoding === undefined && isList(value)) ? listOf(value) : [value];
    const each = encoding ?? { name, place: 'query' as const };
    return items
      .map(item => writeParameter(isRecord(item) && !encoding ? { ...each, json: true } : each, item))
      .join('&');
  });
  return pairs.filter(pair => pair !== '').join('&');
}

/** A form as multipart/form-data; lists become several parts, objects parts of JSON. */
export function writeMultipart(body: object, encodings: readonly ParameterEncoding[]): FormData {
  const form = new FormData();
  for (const [name, value] of fieldsOf(body)) {
    const { json: isJson, textType } = encodings.find(item => item.name === name) ?? {};
    for (const item of listOf(value)) {
      if (item instanceof Blob) form.append(name, item);
      else if (isJson || isRecord(item)) form.append(name, jsonPart(item));
      else if (typeof item === 'object') throw new ParameterValueError(name, 'holds a list in a list');
      else if (textType !== undefined) form.append(name, new Blob([String(item)], { type: textType }));
      else form.append(name, String(item));
    }
  }
  return form;
}

function jsonPart(value: unknown): Blob {
  return new Blob([JSON.stringify(value)], { type: 'application/json' });
}

function fieldsOf(body: object): [string, unknown][] {
  return Object.entries(body).filter(([, value]) => value !== undefined && value !== null);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isList(value: unknown): boolean {
  return Array.isArray(value);
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

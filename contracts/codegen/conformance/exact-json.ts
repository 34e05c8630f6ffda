import { isObject, type Json } from '../document/json.ts';

/** A place of a value whose text in JSON is not what JavaScript would write. */
export interface ExactPlace {
  at: readonly (string | number)[];
  json: string;
}

/** JSON of a value in which one place is written as it is given: `-0`, `1e999`, `9007199254740993`. */
export function writeExactly(value: Json, { at: [key, ...rest], json }: ExactPlace): string {
  if (key === undefined) return json;
  const inner = { at: rest, json };
  if (Array.isArray(value))
    return `[${value.map((item, index) => (index === key ? writeExactly(item, inner) : JSON.stringify(item))).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, item]) => `${JSON.stringify(name)}:${name === key ? writeExactly(item, inner) : JSON.stringify(item)}`,
  );
  return `{${members.join(',')}}`;
}

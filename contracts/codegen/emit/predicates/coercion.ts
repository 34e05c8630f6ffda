import type { Json, JsonObject } from '../../document/json.ts';
import { quote } from '../../names.ts';
import { typesOf } from './keyword-groups.ts';
import { hasTypes } from './scalar-conditions.ts';
import type { Value, Writer } from './writer.ts';

/** How a predicate calls what holds its value, and the key there; both undefined for a whole value. */
export const HOLDER = 'o';
export const KEY = 'k';

/** Whether a value is made what a type of the schema is. */
export function isCoerced({ coerces }: Pick<Writer, 'coerces'>, schema: JsonObject, { holder }: Value): boolean {
  return coerces && holder !== undefined && scalarTypes(schema).length > 0;
}

/** Makes a value what a type of the schema is, before anything else is asked of it. */
export function coercion(writer: Writer, schema: JsonObject, value: Value): string[] {
  if (!isCoerced(writer, schema, value)) return [];
  const { v, holder, key } = value;
  const types = scalarTypes(schema).map(type => quote(String(type)));
  return [
    `if (${hasTypes(typesOf(schema), v).isNot}) {`,
    `${v} = ${writer.hoisted.use('coerced')}(${v}, ${writer.hoisted.constant(`[${types.join(', ')}]`)});`,
    `if (${v} === undefined) return false;`,
    ifHeld(value, `${holder}[${key}] = ${v};`),
    '}',
  ];
}

/** Reads a value again that a call may have coerced. */
export function readAgain(value: Value): string {
  return ifHeld(value, `${value.v} = ${value.holder}[${value.key}];`);
}

function ifHeld({ holder }: Value, statement: string): string {
  return holder === HOLDER ? `if (${HOLDER} !== undefined) ${statement}` : statement;
}

function scalarTypes(schema: JsonObject): Json[] {
  return typesOf(schema).filter(type => type !== 'object' && type !== 'array');
}

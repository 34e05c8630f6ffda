import { randomUUID } from 'node:crypto';
import { isObject, type Json, type JsonObject, objectIn } from '../document/json.ts';
import type { Workflow } from './workflow.ts';

/** The inputs that a workflow has, as given, else their defaults; a UUID that is neither is a new one. */
export function inputsOf({ inputs }: Workflow, given: JsonObject): JsonObject {
  const properties = objectIn(inputs, 'properties');
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]): [string, Json][] => {
      const value = given[name] ?? defaultOf(schema);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function defaultOf(schema: Json): Json | undefined {
  if (!isObject(schema)) return undefined;
  return schema.default ?? (schema.format === 'uuid' ? randomUUID() : undefined);
}

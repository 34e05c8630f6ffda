/** A schema as validators know it: JSON Schema 2020-12 without annotations, whose references are the ids of schemas. */
export type Schema = boolean | SchemaObject;

export type SchemaObject = Readonly<Record<string, unknown>>;

/** What is no schema allows anything. */
export function toSchema(value: unknown): Schema {
  return typeof value === 'boolean' ? value : isRecord(value) ? value : true;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function numberIn(schema: SchemaObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === 'number' ? value : undefined;
}

export function listIn(schema: SchemaObject, keyword: string): readonly unknown[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value : [];
}

export function namesIn(schema: SchemaObject, keyword: string): readonly string[] {
  return listIn(schema, keyword).filter(name => typeof name === 'string');
}

/** The entries of an object under a keyword: schemas, or what else, by name. */
export function entriesIn(schema: SchemaObject, keyword: string): readonly [string, unknown][] {
  const value = schema[keyword];
  return isRecord(value) ? Object.entries(value) : [];
}

import { Ajv2020 } from 'ajv/dist/2020.js';
import { Comparison, type Verdict } from '../compare/compare.ts';
import { SchemaDocument } from '../compare/schema-document.ts';
import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { formats } from '../runtime/formats.ts';

/** The compatibility levels of schema registries. */
export const compatibilityLevels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;
export type CompatibilityLevel = (typeof compatibilityLevels)[number];

/** A registered schema, and which version of its subject it is. */
export interface SchemaVersion {
  version: number;
  schema: JsonSchema;
}

/**
 * Why a JSON Schema is not compatible with the registered ones, the latest first. BACKWARD: what was written with the
 * old one is read with the new one; FORWARD: the other way; FULL: both. A transitive level holds for every version, the
 * others for the latest. Schemas are taken at their word: an open object may hold anything. What is not proven is not
 * compatible.
 */
export function schemaIncompatibilities(
  added: JsonSchema,
  registered: readonly SchemaVersion[],
  level: CompatibilityLevel,
): string[] {
  if (level === 'NONE') return [];
  const versions = level.endsWith('_TRANSITIVE') ? registered : registered.slice(0, 1);
  return versions.flatMap(({ version, schema }) => {
    const backward = level.startsWith('FORWARD') ? [] : reasons(schema, added, `version ${version}`, 'the new schema');
    const forward = level.startsWith('BACKWARD') ? [] : reasons(added, schema, 'the new schema', `version ${version}`);
    return [...backward, ...forward];
  });
}

function reasons(written: Json, read: Json, writer: string, reader: string): string[] {
  const sender = new SchemaDocument(written);
  const receiver = new SchemaDocument(read);
  const verdict: Verdict = new Comparison(sender, receiver).within(sender.root, receiver.root);
  if (verdict.answer === 'yes') return [];
  const why =
    verdict.answer === 'no' ? `for example ${JSON.stringify(verdict.counterexample)}` : `not proven: ${verdict.reason}`;
  return [`what is written with ${writer} is not read with ${reader}: ${why}`];
}

/** A JSON Schema: an object, or a boolean. */
export type JsonSchema = JsonObject | boolean;

/** Reads the text of a JSON Schema that can be compiled, with every reference inside it; else says what is wrong. */
export function readSchema(text: string): { schema: JsonSchema } | { problem: string } {
  let schema: Json;
  try {
    schema = JSON.parse(text);
  } catch {
    return { problem: 'the text is no JSON' };
  }
  if (typeof schema === 'boolean') return { schema };
  if (!isObject(schema)) return { problem: 'a schema is an object or a boolean' };
  const current = new SchemaDocument(schema).root;
  const { $schema: _, ...rest } = isObject(current) ? current : {};
  const ajv = new Ajv2020({ strict: false, logger: false });
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
  try {
    ajv.compile(rest);
    return { schema };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The level of that name, in any case. */
export function parseLevel(text: string): CompatibilityLevel | undefined {
  return compatibilityLevels.find(level => level === text.toUpperCase());
}

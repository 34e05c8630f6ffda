import { Ajv2020, type Options } from 'ajv/dist/2020.js';
import { type Json, type JsonObject, objectIn, stringsIn } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';
import { formats } from '../runtime/formats.ts';
import { patchNames } from './ajv-names.ts';
import { withKnownMembers } from './known-members.ts';
import { addDecimalMultipleOf } from './multiple-of.ts';
import { addExactUnevaluatedItems } from './unevaluated-items.ts';
import { addLinearUniqueItems } from './unique-items.ts';
import { type Defaults, parseComponentId, type Strictness, validationSchema } from './validation-schema.ts';

/**
 * An ajv that knows a document's components, at each strictness, and the formats.
 *
 * @param components What stands for components, and for what else is referred to.
 */
export function documentAjv(document: JsonObject, options: Options, components?: Compilables): Ajv2020 {
  patchNames();
  const ajv = new DocumentAjv(document, components, {
    allErrors: true,
    discriminator: true,
    strict: false,
    strictNumbers: true,
    validateSchema: false,
    addUsedSchema: false,
    ownProperties: namesInherited(document),
    ...options,
    code: { process: withKnownMembers, ...options.code },
  });
  addLinearUniqueItems(ajv);
  addDecimalMultipleOf(ajv);
  addExactUnevaluatedItems(ajv);
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
  return ajv;
}

/** Schemas as ajv compiles them, by their id (`componentId`). */
type Compilables = ReadonlyMap<string, JsonObject | boolean>;

/** The components that schemas lead to, as ajv compiles them. */
export function componentsBelow(
  document: JsonObject,
  schemas: Iterable<JsonObject | boolean>,
  useDefaults: boolean,
): Compilables {
  const found = new Map<string, JsonObject | boolean>();
  const visit = (schema: Json): void => {
    eachReference(schema, id => {
      const component = found.has(id) ? undefined : componentOf(document, id, useDefaults);
      if (component === undefined) return;
      found.set(id, component);
      visit(component);
    });
  };
  for (const schema of schemas) visit(schema);
  return found;
}

function componentOf(document: JsonObject, id: string, useDefaults: boolean): JsonObject | boolean | undefined {
  const said = parseComponentId(id);
  const schemas = objectIn(objectIn(document, 'components'), 'schemas');
  if (!said || !Object.hasOwn(schemas, said.name)) return undefined;
  const defaults = said.isStripped ? 'stripped' : useDefaults ? 'filled' : 'ignored';
  return compilable(schemas[said.name] ?? true, said.strictness, document, defaults);
}

function eachReference(schema: unknown, visit: (id: string) => void): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$ref' && typeof value === 'string') visit(value);
    else eachReference(value, visit);
  }
}

/**
 * Adds the components that a schema leads to, before it: each is a schema of its own, which ajv compiles once, whoever
 * refers to it.
 */
class DocumentAjv extends Ajv2020 {
  /** Undefined while ajv adds its own schemas. */
  document: JsonObject | undefined;
  components: Compilables | undefined;
  readonly #added = new Set<string>();

  constructor(document: JsonObject, components: Compilables | undefined, options: Options) {
    super(options);
    this.document = document;
    this.components = components;
  }

  /** What `compile` and `addSchema` both do. */
  override _addSchema(...input: Parameters<Ajv2020['_addSchema']>): ReturnType<Ajv2020['_addSchema']> {
    const { document } = this;
    if (document)
      eachReference(input[0], id => {
        if (this.#added.has(id)) return;
        this.#added.add(id);
        const component = this.components?.get(id) ?? componentOf(document, id, Boolean(this.opts.useDefaults));
        if (component !== undefined) this.addSchema(component, id);
      });
    return super._addSchema(...input);
  }
}

/** A schema of the document as `documentAjv` compiles it. */
export function compilable(
  schema: Json,
  strictness: Strictness,
  document: JsonObject,
  defaults: Defaults = 'ignored',
): JsonObject | boolean {
  const rewritten = validationSchema(schema, strictness, document, defaults);
  return typeof rewritten === 'boolean' ? rewritten : objectIn({ rewritten }, 'rewritten');
}

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

const inheriting = new WeakMap<JsonObject, boolean>();

/** Whether a schema names a property that every object of JavaScript has: then only a value's own ones count. */
function namesInherited(document: JsonObject): boolean {
  const known = inheriting.get(document);
  if (known !== undefined) return known;
  let found = false;
  visitKinds(document, 'document', (schema, kind) => {
    if (kind !== 'schema' || found) return;
    const names = [...Object.keys(objectIn(schema, 'properties')), ...stringsIn(schema, 'required')];
    found = names.some(name => inherited.has(name));
  });
  inheriting.set(document, found);
  return found;
}

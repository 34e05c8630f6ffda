import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { quote } from '../names.ts';
import { checkedSchema, componentsBelow } from '../openapi/checked-schemas.ts';
import type { Strictness } from '../openapi/validation-schema.ts';
import { PredicateMemory, Predicates } from './predicates/predicates.ts';
import { Remembered } from './remembered.ts';
import { SharingMemory, shareSchemas } from './shared-schemas.ts';

export interface ValidatorModule {
  /** JavaScript with one exported function a schema. */
  code: string;
  declarations: string;
}

export interface ValidatorRequest {
  /** By export name. */
  schemas: Map<string, Json>;
  strictness: Strictness;
  /** The document whose components the schemas refer to. */
  document: JsonObject;
  /** Strings become the declared type: path, query, header and cookie values. */
  coerce: boolean;
  defaults: boolean;
  /** Import path of the runtime folder. */
  runtime: string;
  /** Has the checks of the components; without one, they are part of the module. */
  components?: ComponentModule | undefined;
  /** Of an earlier module of the same kind, with the same components. */
  memory?: ModuleMemory | undefined;
}

/** What was made of schemas for a module that says the same of strictness, coercion and defaults. */
export class ModuleMemory {
  readonly checked = new Remembered<JsonObject, JsonObject | boolean>();
  readonly sharing = new SharingMemory();
  readonly predicates = new PredicateMemory();
  readonly texts = new Remembered<JsonObject, string>();
  #last: LastModule | undefined;
  #components: ComponentModule | undefined;

  /** The module of these schemas: the last one, where it was of the same. */
  module(request: ValidatorRequest): ValidatorModule {
    if (!this.#last || !isSame(this.#last.request, request)) this.#last = { request, module: makeModule(request) };
    return this.#last.module;
  }

  /** The module of these components: the last one, where it was of the same. */
  components(ids: readonly string[], make: () => ComponentModule): ComponentModule {
    const isLast = this.#components !== undefined && [...this.#components.ids].join('\n') === ids.join('\n');
    const found = isLast && this.#components ? this.#components : make();
    this.#components = found;
    return found;
  }
}

interface LastModule {
  request: ValidatorRequest;
  module: ValidatorModule;
}

/** The checks of components that several modules use, and their schemas. */
export interface ComponentModule {
  module: ValidatorModule;
  texts: ValidatorModule;
  ids: readonly string[];
  /** By id, as the module has them, with what they share. */
  schemas: ReadonlyMap<string, JsonObject | boolean>;
  /** Another number where they are others. */
  version: number;
}

function isSame(one: ValidatorRequest, other: ValidatorRequest): boolean {
  const left = [...one.schemas];
  const right = [...other.schemas];
  return (
    one.runtime === other.runtime &&
    one.components === other.components &&
    left.length === right.length &&
    left.every(([name, schema], index) => name === right[index]?.[0] && schema === right[index]?.[1])
  );
}

/**
 * Makes checks of schemas. Each schema is there twice: as a predicate, which says quickly that a value is valid, and as
 * JSON, by which the runtime finds out what is wrong with a value that is not. A component that is more than a few
 * keywords becomes one function that all share.
 */
export function emitValidators(request: ValidatorRequest): ValidatorModule {
  return request.memory?.module(request) ?? makeModule(request);
}

function makeModule(request: ValidatorRequest): ValidatorModule {
  const names = [...request.schemas.keys()];
  return {
    code: names.length === 0 ? 'export {};\n' : moduleCode(request),
    declarations: [
      `import type { Check } from ${quote(`${request.runtime}/check.ts`)};\n`,
      ...names.map(name => `export const ${name}: Check;`),
      names.length === 0 ? 'export {};' : '',
    ].join('\n'),
  };
}

function moduleCode(request: ValidatorRequest): string {
  const { coerce, defaults, runtime, memory = new ModuleMemory(), components: others } = request;
  const written = checkedSchemas(request, memory);
  const components = others ? new Map() : componentsBelow(request.document, new Map(written).values(), defaults);
  const {
    schemas: own,
    shared,
    firstEqual,
  } = shareSchemas(new Map(written), components, memory.sharing, {
    elsewhere: others?.version ?? 0,
  });
  const schemas = new Map([...own, ...shared]);
  const predicates = new Predicates({
    schemas: others ? new Map([...others.schemas, ...schemas]) : schemas,
    coerces: coerce,
    fills: defaults,
    elsewhere: others?.schemas,
    memory: memory.predicates,
  });
  const aliases = new Set<string>();
  const exports = written.map(([name]) => {
    const first = firstEqual(name);
    if (first !== name) {
      aliases.add(name);
      return `export const ${name} = ${first};`;
    }
    const id = referred(schemas.get(name)) ?? name;
    if (id !== name) aliases.add(name);
    return `export const ${name} = check(${quote(id)}, ${predicates.nameOf(id)});`;
  });
  const functions = predicates.functions();
  const texts = [...schemas].filter(([name]) => !aliases.has(name));
  return [
    ...predicates.hoisted.imports(runtime),
    `import { validator } from ${quote(`${runtime}/validator.ts`)};`,
    ...(others ? [`import { components${predicates.imports ? ', predicates' : ''} } from './components.js';`] : []),
    '',
    `const { check${predicates.decides ? ', part' : ''} } = validator(`,
    '  {',
    ...textLines(texts, memory),
    '  },',
    `  { coerces: ${coerce}, fills: ${defaults} },`,
    ...(others ? ['  components,'] : []),
    ');',
    ...predicates.hoisted.constants,
    '',
    ...functions,
    '',
    ...exports,
    '',
  ].join('\n');
}

/** A line for each schema, as JSON by id. */
function textLines(schemas: readonly [string, JsonObject | boolean][], memory: ModuleMemory): string[] {
  const textOf = (schema: JsonObject | boolean): string => {
    const text = () => quote(JSON.stringify(schema));
    return isObject(schema) ? memory.texts.of(schema, undefined, text) : text();
  };
  return schemas.map(([id, schema]) => `    ${quote(id)}: ${textOf(schema)},`);
}

function checkedSchemas(request: ValidatorRequest, memory: ModuleMemory): [string, JsonObject | boolean][] {
  const { schemas, document, strictness, defaults } = request;
  const checked = (schema: Json) => checkedSchema(schema, strictness, document, defaults ? 'filled' : 'ignored');
  return [...schemas].map(([name, schema]) => [
    name,
    isObject(schema) ? memory.checked.of(schema, undefined, () => checked(schema)) : checked(schema),
  ]);
}

/** The checks of all components that schemas lead to; undefined where they lead to none. */
export function emitComponentValidators(request: ValidatorRequest): ComponentModule | undefined {
  const { coerce, defaults, runtime, document, memory = new ModuleMemory() } = request;
  const components = componentsBelow(document, new Map(checkedSchemas(request, memory)).values(), defaults);
  const ids = [...components.keys()];
  if (ids.length === 0) return undefined;
  return memory.components(ids, () => {
    const { schemas: own, shared, beside } = shareSchemas(new Map(), components, memory.sharing, { prefix: 'common' });
    const schemas = new Map([...own, ...shared]);
    const predicates = new Predicates({ schemas, coerces: coerce, fills: defaults, memory: memory.predicates });
    const names = [...schemas.keys()].map(id => `  ${quote(id)}: ${predicates.nameOf(id)},`);
    const functions = predicates.functions();
    const code = [
      ...predicates.hoisted.imports(runtime),
      `import { validator } from ${quote(`${runtime}/validator.ts`)};`,
      `import { schemas } from './componentSchemas.js';`,
      '',
      `export const components = validator(schemas, { coerces: ${coerce}, fills: ${defaults} });`,
      ...(predicates.decides ? ['const { part } = components;'] : []),
      ...predicates.hoisted.constants,
      '',
      ...functions,
      '',
      'export const predicates = {',
      ...names,
      '};',
      '',
    ].join('\n');
    const texts = ['export const schemas = {', ...textLines([...schemas], memory), '};', ''].join('\n');
    return {
      module: { code, declarations: 'export {};' },
      texts: { code: texts, declarations: 'export {};' },
      ids,
      schemas,
      version: beside,
    };
  });
}

/** What a schema that says nothing itself refers to. */
function referred(schema: JsonObject | boolean | undefined): string | undefined {
  if (!isObject(schema) || typeof schema.$ref !== 'string') return undefined;
  return Object.keys(schema).every(key => key === '$ref' || key === 'default') ? schema.$ref : undefined;
}

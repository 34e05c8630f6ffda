import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { quote } from '../names.ts';
import { checkedSchema, componentsBelow } from '../openapi/checked-schemas.ts';
import type { Strictness } from '../openapi/validation-schema.ts';
import { Predicates } from './predicates/predicates.ts';
import { shareSchemas } from './shared-schemas.ts';

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
}

/**
 * Makes checks of schemas. Each schema is there twice: as a predicate, which says quickly that a value is valid, and as
 * JSON, by which the runtime finds out what is wrong with a value that is not. A component that is more than a few
 * keywords becomes one function that all share.
 */
export function emitValidators(request: ValidatorRequest): ValidatorModule {
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
  const { document, strictness, coerce, defaults, runtime } = request;
  const written = [...request.schemas].map(([name, schema]): [string, JsonObject | boolean] => [
    name,
    checkedSchema(schema, strictness, document, defaults ? 'filled' : 'ignored'),
  ]);
  const components = componentsBelow(document, new Map(written).values(), defaults);
  const { schemas: own, shared, firstEqual } = shareSchemas(new Map([...written, ...components]));
  const schemas = new Map([...own, ...shared]);
  const predicates = new Predicates({ schemas, coerces: coerce, fills: defaults });
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
    '',
    `const { check${predicates.decides ? ', part' : ''} } = validator(`,
    '  {',
    ...texts.map(([id, schema]) => `    ${quote(id)}: ${quote(JSON.stringify(schema))},`),
    '  },',
    `  { coerces: ${coerce}, fills: ${defaults} },`,
    ');',
    ...predicates.hoisted.constants,
    '',
    ...functions,
    '',
    ...exports,
    '',
  ].join('\n');
}

/** What a schema that says nothing itself refers to. */
function referred(schema: JsonObject | boolean | undefined): string | undefined {
  if (!isObject(schema) || typeof schema.$ref !== 'string') return undefined;
  return Object.keys(schema).every(key => key === '$ref' || key === 'default') ? schema.$ref : undefined;
}

import { _ } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import type { Json, JsonObject } from '../document/json.ts';
import { compilable, documentAjv } from '../openapi/ajv.ts';
import { HAS_DUPLICATES } from '../openapi/unique-items.ts';
import type { Strictness } from '../openapi/validation-schema.ts';
import { formats } from '../runtime/formats.ts';
import { withDecimalNumbers } from './decimal-numbers.ts';
import { withLinearErrors } from './linear-errors.ts';

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

/** Compiles schemas ahead of time. A component that is more than a few keywords becomes one function that all share. */
export function emitValidators(request: ValidatorRequest): ValidatorModule {
  const { document, strictness, coerce, defaults } = request;
  const ajv = documentAjv(document, {
    coerceTypes: coerce,
    useDefaults: defaults,
    inlineRefs: 3,
    code: { source: true, esm: true, lines: true, formats: _`formats` },
  });
  const exported: Record<string, string> = {};
  const byComponent = new Map<string, string>();
  const aliases: string[] = [];
  for (const [name, schema] of request.schemas) {
    const wanted = compilable(schema, strictness, document);
    const component = referenceOnly(wanted);
    const known = component === undefined ? undefined : byComponent.get(component);
    if (known !== undefined) {
      aliases.push(`export const ${name} = ${known};\n`);
      continue;
    }
    if (component !== undefined) byComponent.set(component, name);
    ajv.addSchema(wanted, name);
    exported[name] = name;
  }
  const names = [...request.schemas.keys()];
  return {
    code:
      names.length === 0
        ? 'export {};\n'
        : asModule(standalone.default(ajv, exported), request.runtime) + aliases.join(''),
    declarations: [
      `import type { Check } from '${request.runtime}/check.ts';\n`,
      ...names.map(name => `export const ${name}: Check;`),
      names.length === 0 ? 'export {};' : '',
    ].join('\n'),
  };
}

/** The schema that this one only refers to. */
function referenceOnly(schema: JsonObject | boolean): string | undefined {
  if (typeof schema === 'boolean' || Object.keys(schema).length !== 1) return undefined;
  return typeof schema.$ref === 'string' ? schema.$ref : undefined;
}

const imports: [call: string, name: string][] = [
  ['require("ajv/dist/runtime/ucs2length").default', 'ucs2length'],
  ['require("ajv/dist/runtime/equal").default', 'equal'],
  [HAS_DUPLICATES, 'hasDuplicates'],
];

/** ajv declares every schema, also those that no check looks into. */
function withoutUnusedSchemas(code: string): string {
  const uses = new Map<string, number>();
  for (const [name] of code.matchAll(/\bschema\d+\b/g)) uses.set(name, (uses.get(name) ?? 0) + 1);
  return code.replace(/^const (schema\d+) = .*\n/gm, (line, name: string) => (uses.get(name) === 1 ? '' : line));
}

/** The formats that are patterns, by how ajv writes them out. */
const patterns = new Map(
  Object.entries(formats).flatMap(([name, format]) => (format instanceof RegExp ? [[String(format), name]] : [])),
);

/** ajv writes patterns out in every module; they are those of the runtime. */
function withSharedFormats(code: string): string {
  return code.replace(/^(const formats\d+ = )(\/.*\/[a-z]*);$/gm, (line, start: string, pattern: string) => {
    const name = patterns.get(pattern);
    return name === undefined ? line : `${start}formats${/^\w+$/.test(name) ? `.${name}` : `["${name}"]`};`;
  });
}

/** ajv writes `require`; a module imports. */
function asModule(code: string, runtime: string): string {
  const used: string[] = code.includes('formats') ? [`import { formats } from '${runtime}/formats.ts';`] : [];
  let module = withDecimalNumbers(
    withLinearErrors(withSharedFormats(withoutUnusedSchemas(code.replace('"use strict";', '')))),
  );
  const runtimeNames = imports.flatMap(([call, name]) => {
    if (!module.includes(call)) return [];
    module = module.replaceAll(call, name);
    return [name];
  });
  const rewritten = ['addErrors', 'isIntegerText', 'isNumberText'];
  runtimeNames.push(...rewritten.filter(name => module.includes(`${name}(`)));
  if (runtimeNames.length > 0) used.push(`import { ${runtimeNames.sort().join(', ')} } from '${runtime}/ajv.ts';`);
  const missing = /require\([^)]*\)/.exec(module);
  if (missing) throw new Error(`The validators need ${missing[0]}, which the runtime does not offer`);
  return `${used.join('\n')}\n${module.trim()}\n`;
}

import { _, type CodeOptions } from 'ajv/dist/2020.js';
import type { SchemaEnv } from 'ajv/dist/compile/index.js';
import standalone from 'ajv/dist/standalone/index.js';
import type { Json, JsonObject } from '../document/json.ts';
import { quote } from '../names.ts';
import { compilable, componentsBelow, documentAjv } from '../openapi/ajv.ts';
import { withKnownMembers } from '../openapi/known-members.ts';
import { MULTIPLE_OF_MODULE } from '../openapi/multiple-of.ts';
import { UNIQUE_ITEMS_MODULE } from '../openapi/unique-items.ts';
import type { Strictness } from '../openapi/validation-schema.ts';
import { formats } from '../runtime/formats.ts';
import { withDecimalNumbers } from './decimal-numbers.ts';
import { withLinearErrors } from './linear-errors.ts';
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

/** Compiles schemas ahead of time. A component that is more than a few keywords becomes one function that all share. */
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

/**
 * Has ajv write code and make no function of it, since nobody calls it here. The code of each schema is made one text
 * as soon as the next one comes: until then it is a tree of millions of pieces.
 */
function sourceOnly(): NonNullable<CodeOptions['process']> {
  let before: SchemaEnv | undefined;
  return (_code, schema) => {
    before?.validate?.source?.validateCode.indexOf('\0'); // to search a text, V8 makes it one
    before = schema;
    return 'return () => true';
  };
}

function moduleCode(request: ValidatorRequest): string {
  const { code, renamed, aliases } = compile(request);
  return withExportNames(asModule(code, request.runtime), renamed) + aliases.join('');
}

/** What ajv keeps of a large document takes more memory than all that is made of it: it is gone with this function. */
function compile(request: ValidatorRequest): { code: string; renamed: Map<string, string>; aliases: string[] } {
  const { document, strictness, coerce, defaults } = request;
  const exported: Record<string, string> = {};
  const aliases: string[] = [];
  /** ajv exports under ASCII names only: those that are not, by what ajv calls them. */
  const renamed = new Map<string, string>();
  const written = [...request.schemas].map(([name, schema]): [string, JsonObject | boolean] => [
    name,
    compilable(schema, strictness, document, defaults ? 'filled' : 'ignored'),
  ]);
  const components = componentsBelow(document, new Map(written).values(), defaults);
  const { schemas, shared, firstEqual } = shareSchemas(new Map([...written, ...components]));
  const ajv = documentAjv(
    document,
    {
      coerceTypes: coerce,
      useDefaults: defaults,
      inlineRefs: 3,
      code: { source: true, esm: true, lines: true, formats: _`formats`, process: sourceOnly() },
    },
    new Map([...schemas, ...shared]),
  );
  for (const [name] of written) {
    const schema = schemas.get(name) ?? true;
    const first = firstEqual(name);
    if (first !== name) {
      aliases.push(`export const ${name} = ${first};\n`);
      continue;
    }
    const id = /^[A-Za-z_]\w*$/.test(name) ? name : `check_${renamed.size}`;
    if (id !== name) renamed.set(id, name);
    ajv.addSchema(schema, id);
    exported[id] = id;
  }
  return { code: standalone.default(ajv, exported), renamed, aliases };
}

function withExportNames(code: string, names: ReadonlyMap<string, string>): string {
  return code.replace(/^export const (check_\d+) = /gm, (start, id: string) => {
    const name = names.get(id);
    return name === undefined ? start : `export const ${name} = `;
  });
}

/** What the runtime offers, by the module that ajv would require. */
const offered = new Map([
  ['ajv/dist/runtime/ucs2length', 'ucs2length'],
  ['ajv/dist/runtime/equal', 'equal'],
  [UNIQUE_ITEMS_MODULE, 'hasDuplicates'],
  [MULTIPLE_OF_MODULE, 'isMultipleOf'],
]);

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

/**
 * ajv writes `require`; a module imports. Only code of ajv's own is rewritten: text of the document stands in string
 * literals, which are set aside.
 */
function asModule(generated: string, runtime: string): string {
  const escaped = generated.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  const names = new Set<string>();
  const required = withSharedFormats(withoutUnusedSchemas(escaped.replace('"use strict";', ''))).replace(
    /^(const \w+ = )require\("([^"\n]+)"\)(?:\.default)?;$/gm,
    (_statement, start: string, wanted: string) => {
      const name = offered.get(wanted);
      if (name === undefined) throw new Error(`The validators need ${wanted}, which the runtime does not offer`);
      names.add(name);
      return `${start}${name};`;
    },
  );
  const module = inParts(required, part =>
    outsideStrings(part, code => {
      const rewritten = withDecimalNumbers(withLinearErrors(withKnownMembers(code)));
      for (const name of ['addErrors', 'isIntegerText', 'isNumberText'])
        if (rewritten.includes(`${name}(`)) names.add(name);
      return rewritten;
    }),
  );
  const imports = [
    ...(/^const formats\d+ = /m.test(module) ? [`import { formats } from ${quote(`${runtime}/formats.ts`)};`] : []),
    ...(names.size > 0 ? [`import { ${[...names].sort().join(', ')} } from ${quote(`${runtime}/ajv.ts`)};`] : []),
  ];
  return `${imports.join('\n')}\n${module.trim()}\n`;
}

const PART_LENGTH = 500_000;

/** Rewrites code whole lines at a time: what is set aside of a large module would take many times its size. */
function inParts(code: string, rewrite: (part: string) => string): string {
  const parts: string[] = [];
  for (let start = 0; start < code.length; ) {
    const end = code.indexOf('\n', start + PART_LENGTH) + 1 || code.length;
    parts.push(rewrite(code.slice(start, end)));
    start = end;
  }
  return parts.join('');
}

/** Rewrites code with its string literals set aside. */
function outsideStrings(code: string, rewrite: (code: string) => string): string {
  const literals: string[] = [];
  const bare = code.replace(/"(?:[^"\\\n]|\\.)*"/g, literal => `"${literals.push(literal) - 1}"`);
  return rewrite(bare).replace(/"(\d+)"/g, (_placeholder, index: string) => literals[Number(index)] ?? '""');
}

import { type JsonObject, refOf } from '../document/json.ts';
import { TypeNames } from '../names.ts';
import type { Operation, Schema, Service } from '../openapi/service.ts';
import { inputSchema, requestSchema } from './input-types.ts';
import { Remembered } from './remembered.ts';
import { responseTypes } from './response-types.ts';
import { type Declared, declareAmong, type NamedSchema, renameReferences } from './schema-types.ts';
import { declareStatusTypes, statusTypeNames } from './status-types.ts';

export interface ServiceTypes {
  code: string;
  /** By operation id. */
  operations: Map<string, OperationTypes>;
  /** The type of each component schema, by name. */
  schemas: ReadonlyMap<string, string>;
}

/** The names that the types of an operation got. */
export interface OperationTypes {
  input: string;
  /** What a client passes: the input itself where both are the same. */
  request: string;
  /** Whether a client may leave the whole argument out. */
  requestOptional: boolean;
  response: string;
  /** What a client gets: the response itself where both are the same. */
  result: string;
}

/** The types of a service before they are written. */
export interface TypePlan {
  /** The component schemas. */
  components: readonly NamedSchema[];
  /** By operation id. */
  own: ReadonlyMap<string, OwnTypes>;
  operations: Map<string, OperationTypes>;
  schemas: ReadonlyMap<string, string>;
}

/** What is declared for one operation. */
interface OwnTypes {
  named: readonly NamedSchema[];
  /** The unions of its responses. */
  responses: string;
  /** The names of the types that those use. */
  used: ReadonlySet<string>;
}

/** `types.ts`: every schema, and for each operation its input, what clients pass, and the union of its responses. */
export function emitTypes(service: Service): ServiceTypes {
  const plan = planTypes(service);
  const { own, operations, schemas } = plan;
  const { components, parts } = declaredTypes(plan);
  const declarations = [components, ...parts.values()].map(({ code }) => code).filter(code => code !== '');
  const responses = [...own.values()].map(types => types.responses);
  return { code: typesFile(declarations.join('\n'), responses), operations, schemas };
}

const declaredComponents = new Remembered<readonly NamedSchema[], Declared>();
const declaredOperations = new Remembered<OwnTypes, Declared>();

/** The declarations of the component schemas, and by operation id those of each operation. */
export function declaredTypes({ components, own }: TypePlan): { components: Declared; parts: Map<string, Declared> } {
  const declare = declareAmong([...components, ...[...own.values()].flatMap(({ named }) => named)]);
  const parts = new Map<string, Declared>();
  for (const [id, types] of own) {
    const made = () => declare(types.named);
    parts.set(id, declaredOperations.of(types, components, made));
  }
  return { components: declaredComponents.of(components, undefined, () => declare(components)), parts };
}

/** The code of a file of types: declarations, then unions of responses, with what they need. */
export function typesFile(declarations: string, unions: readonly string[]): string {
  const readable = /\bReadable\b/.test(declarations + unions.join(''))
    ? `import type { Readable } from 'node:stream';\n\n`
    : '';
  const responses = unions.join('\n');
  return `${readable}${declarations}\n\n${responses}${declareStatusTypes(responses)}`;
}

interface Planned {
  components: readonly NamedSchema[];
  /** The names that its inline schemas got, by what was wanted. */
  names: ReadonlyMap<string, string>;
  own: OwnTypes;
  types: OperationTypes;
}

const planned = new WeakMap<Operation, Planned>();
const namedComponents = new Remembered<
  Service['schemas'],
  { schemaNames: ReadonlyMap<string, string>; components: readonly NamedSchema[] }
>();

/** Names what is declared: components keep their names, an inline schema is named after its operation. */
export function planTypes(service: Service): TypePlan {
  const names = new TypeNames();
  for (const { typeName } of service.operations)
    for (const suffix of ['Input', 'Request', 'Response', 'Result']) names.take(`${typeName}${suffix}`);
  if (service.operations.some(({ replies }) => replies.some(({ status }) => typeof status !== 'number')))
    for (const name of statusTypeNames) names.take(name);
  const taken = names.takeAll(Object.keys(service.schemas));
  const rename = (schema: Schema): Schema => renameReferences(schema, name => taken.get(name));
  const { schemaNames, components } = namedComponents.of(service.schemas, [...taken].join('\n'), () => ({
    schemaNames: taken,
    components: Object.entries(service.schemas).map(([name, schema]) => ({
      name: taken.get(name) ?? name,
      schema: rename(schema),
    })),
  }));
  const own = new Map<string, OwnTypes>();
  const operations = new Map<string, OperationTypes>();
  for (const operation of service.operations) {
    const known = planned.get(operation);
    if (known?.components === components && names.takeAgain(known.names)) {
      own.set(operation.id, known.own);
      operations.set(operation.id, known.types);
      continue;
    }
    const given = new Map<string, string>();
    let isUnique = true;
    const take = (wanted: string): string => {
      const name = names.take(wanted);
      isUnique &&= !given.has(wanted);
      given.set(wanted, name);
      return name;
    };
    const named: NamedSchema[] = [];
    const used = new Set<string>();
    const hoisted = new Map<string, string>();
    const nameOf = (schema: Schema, wanted: string): string => {
      const target = refOf(schema)?.split('/');
      const known = target?.length === 4 ? schemaNames.get(decodeURIComponent(target[3] ?? '')) : undefined;
      if (known !== undefined) return known;
      const key = `${wanted} ${JSON.stringify(schema)}`;
      const name = hoisted.get(key) ?? take(wanted);
      if (!hoisted.has(key)) named.push({ name, schema: rename(schema) });
      hoisted.set(key, name);
      return name;
    };
    const hoist = (schema: Schema, wanted: string): Schema =>
      wanted === '' ? rename(schema) : { $ref: `#/components/schemas/${nameOf(schema, wanted)}` };
    const { code, ...responses } = responseTypes(operation, (schema, wanted) => {
      const name = nameOf(schema, wanted);
      used.add(name);
      return name;
    });
    const types = { ...inputTypes(operation, hoist, named, service.document), ...responses };
    const ownTypes = { named, responses: code, used };
    operations.set(operation.id, types);
    own.set(operation.id, ownTypes);
    if (isUnique) planned.set(operation, { components, names: given, own: ownTypes, types });
    else planned.delete(operation);
  }
  return { components, own, operations, schemas: schemaNames };
}

function inputTypes(
  operation: Operation,
  hoist: (schema: Schema, wanted: string) => Schema,
  named: NamedSchema[],
  document: JsonObject,
): Omit<OperationTypes, 'response' | 'result'> {
  const input = `${operation.typeName}Input`;
  const handled = inputSchema(operation, hoist, document);
  const passed = requestSchema(operation, hoist, document);
  named.push({ name: input, schema: handled });
  const requestOptional = !('required' in passed) && !operation.body?.required;
  if (JSON.stringify(handled) === JSON.stringify(passed)) return { input, request: input, requestOptional };
  const request = `${operation.typeName}Request`;
  named.push({ name: request, schema: passed, lenient: true });
  return { input, request, requestOptional };
}

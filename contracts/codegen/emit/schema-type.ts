import {
  addJSDocComment,
  BOOLEAN,
  NEVER,
  NULL,
  NUMBER,
  STRING,
  tsIntersection,
  tsLiteral,
  tsPropertyIndex,
  tsRecord,
  tsUnion,
  UNKNOWN,
} from 'openapi-typescript/dist/lib/ts.mjs';
import ts from 'typescript';
import {
  arrayIn,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  refOf,
  stringIn,
  stringsIn,
} from '../document/json.ts';
import { declaredProperties, shapeOf } from '../openapi/shape.ts';

/** A schema keyword of ours: the type is this name, whatever the schema says. */
export const typeKeyword = 'x-typescript-type';

/** Names of types and unions of them: a document that uses the keyword writes no code with it. */
const typeNames = /^[A-Za-z]\w*(<\w+>)?( \| [A-Za-z]\w*(<\w+>)?)*$/;

/** What the schemas around a schema say of the same object. */
interface Surroundings {
  /** The names that some part of the whole requires. */
  required: ReadonlySet<string>;
  /** Whether the type is one of several that are intersected. */
  isPart: boolean;
}

const alone: Surroundings = { required: new Set(), isPart: false };

/**
 * The TypeScript type of a schema, as a syntax tree: every value that the schema allows has it. Checks that no type
 * can say (bounds, patterns, `not`, conditions) are left to the validators. References are to be names of types. `root`
 * is a document whose components are the named schemas.
 */
export function schemaType(schema: Json, root: JsonObject): ts.TypeNode {
  return typeOf(schema, root, alone);
}

function typeOf(schema: Json, root: JsonObject, around: Surroundings): ts.TypeNode {
  if (schema === false) return NEVER;
  if (!isObject(schema)) return UNKNOWN;
  const given = stringIn(schema, typeKeyword);
  if (given !== undefined && typeNames.test(given)) return ts.factory.createTypeReferenceNode(given);
  if (isNothing(schema.not)) return NEVER;
  const required = new Set([...around.required, ...requiredNames(schema)]);
  const compositions = ['$ref', 'allOf', 'anyOf', 'oneOf'].filter(key => key in schema).length;
  const parts: Surroundings = { required, isPart: true };
  const ref = refOf(schema);
  const reference = ref === undefined ? [] : [ts.factory.createTypeReferenceNode(typeName(ref))];
  const own = ownType(schema, root, { required, isPart: around.isPart || compositions > 0 });
  const types = [
    ...reference,
    ...(own === undefined ? [] : [own]),
    ...arrayIn(schema, 'allOf').map(part => typeOf(part, root, parts)),
    ...['anyOf', 'oneOf'].flatMap(key => {
      const branches = arrayIn(schema, key);
      return branches.length === 0
        ? []
        : [
            union(
              branches.map(branch => typeOf(branch, root, { ...parts, isPart: own !== undefined || compositions > 1 })),
            ),
          ];
    }),
    ...(around.isPart ? [] : undeclared(schema, root, required)),
  ].filter(type => type !== UNKNOWN);
  if (types.length === 0) return UNKNOWN;
  return types.includes(NEVER) ? NEVER : tsIntersection(types.map(inIntersection(types.length)));
}

/** What `type`, `enum`, `const` and the keywords of objects and lists say; undefined where they say nothing. */
function ownType(schema: JsonObject, root: JsonObject, around: Surroundings): ts.TypeNode | undefined {
  const types = typesOf(schema);
  if ('const' in schema) return literals([schema.const ?? null], types);
  if (Array.isArray(schema.enum)) return literals(schema.enum, types);
  if (types === undefined) return undefined;
  const made = types.map(type => typed(type, schema, root, { ...around, isPart: around.isPart && types.length === 1 }));
  const found = made.filter(type => type !== undefined);
  return found.length === 0 ? undefined : union(found);
}

/** The types that a schema names, or that its keywords are about; undefined where any type will do. */
function typesOf(schema: JsonObject): string[] | undefined {
  if (typeof schema.type === 'string') return [schema.type];
  if (Array.isArray(schema.type)) return stringsIn(schema, 'type');
  if (['properties', 'additionalProperties', 'patternProperties'].some(key => isObject(schema[key]))) return ['object'];
  return schema.items !== undefined || Array.isArray(schema.prefixItems) ? ['array'] : undefined;
}

function typed(type: string, schema: JsonObject, root: JsonObject, around: Surroundings): ts.TypeNode | undefined {
  if (type === 'string') return STRING;
  if (type === 'number' || type === 'integer') return NUMBER;
  if (type === 'boolean') return BOOLEAN;
  if (type === 'null') return NULL;
  if (type === 'array') return arrayType(schema, root);
  return type === 'object' ? objectType(schema, root, around) : UNKNOWN;
}

function literals(values: Json[], types: string[] | undefined): ts.TypeNode {
  const allowed = values.filter(value => types === undefined || types.some(type => isOfType(value, type)));
  return union(allowed.map(value => tsLiteral(value)));
}

function isOfType(value: Json, type: string): boolean {
  if (value === null) return type === 'null';
  if (Array.isArray(value)) return type === 'array';
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function arrayType(schema: JsonObject, root: JsonObject): ts.TypeNode {
  const { items, prefixItems } = schema;
  const rest = items === undefined ? UNKNOWN : typeOf(items, root, alone);
  if (!Array.isArray(prefixItems) || prefixItems.length === 0) return ts.factory.createArrayTypeNode(rest);
  const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
  const members: ts.TypeNode[] = prefixItems.map((item, index) => {
    const type = typeOf(item, root, alone);
    return index < least ? type : ts.factory.createOptionalTypeNode(type);
  });
  const isFull = typeof schema.maxItems === 'number' && schema.maxItems <= prefixItems.length;
  if (rest !== NEVER && !isFull) members.push(ts.factory.createRestTypeNode(ts.factory.createArrayTypeNode(rest)));
  return ts.factory.createTupleTypeNode(members);
}

/** An object with its members; what else it may hold is an index signature that the members fit. */
function objectType(schema: JsonObject, root: JsonObject, { required, isPart }: Surroundings): ts.TypeNode | undefined {
  const properties = Object.entries({ ...conditionalProperties(schema, root), ...objectIn(schema, 'properties') });
  const members = properties.map(([name, value]) => member(name, value, required.has(name), root));
  const index = indexType(schema, root);
  if (index === undefined && members.length > 0) return ts.factory.createTypeLiteralNode(members);
  if (index === undefined) {
    if (isPart) return undefined; // says no more than that it is an object
    const isEmpty = schema.additionalProperties === false || schema.unevaluatedProperties === false;
    return isEmpty ? tsRecord(STRING, NEVER) : ts.factory.createTypeLiteralNode([indexSignature(UNKNOWN)]);
  }
  const signature = ts.factory.createTypeLiteralNode([indexSignature(index)]);
  return members.length === 0 ? signature : tsIntersection([ts.factory.createTypeLiteralNode(members), signature]);
}

/** Properties that a condition declares: where it is not met, they are anything, or not there. */
function conditionalProperties(schema: JsonObject, root: JsonObject): JsonObject {
  const conditional = [schema.then, schema.else, ...Object.values(objectIn(schema, 'dependentSchemas'))];
  const names = conditional.flatMap(part => [...declaredProperties(root, part).keys()]);
  return Object.fromEntries(names.map(name => [name, true]));
}

/** The type of the members that have no name of their own; undefined where the schema is silent about them. */
function indexType(schema: JsonObject, root: JsonObject): ts.TypeNode | undefined {
  const { additionalProperties, unevaluatedProperties } = schema;
  const rest = additionalProperties ?? unevaluatedProperties;
  const patterns = Object.values(objectIn(schema, 'patternProperties'));
  if (rest === undefined) return patterns.length > 0 ? UNKNOWN : undefined;
  if (rest === false && patterns.length === 0) return undefined;
  const members = Object.values(objectIn(schema, 'properties'));
  const types = [...(rest === false ? [] : [rest]), ...patterns, ...members].map(value => typeOf(value, root, alone));
  return types.includes(UNKNOWN) ? UNKNOWN : union(types);
}

function member(name: string, value: Json, isRequired: boolean, root: JsonObject): ts.PropertySignature {
  const modifiers =
    isObject(value) && value.readOnly === true ? [ts.factory.createModifier(ts.SyntaxKind.ReadonlyKeyword)] : undefined;
  const question = isRequired ? undefined : ts.factory.createToken(ts.SyntaxKind.QuestionToken);
  const type = typeOf(value, root, alone);
  const signature = ts.factory.createPropertySignature(modifiers, tsPropertyIndex(name), question, type);
  return ts.setSyntheticLeadingComments(signature, commentsOf(value));
}

function indexSignature(type: ts.TypeNode): ts.IndexSignatureDeclaration {
  const key = ts.factory.createParameterDeclaration(undefined, undefined, 'key', undefined, STRING);
  return ts.factory.createIndexSignature(undefined, [key], type);
}

/**
 * What is said of a schema in a comment. An example that is an object would fill the screen of whoever hovers over it.
 */
export function commentsOf(schema: Json): ts.SynthesizedComment[] | undefined {
  const holder = ts.factory.createPropertySignature(undefined, '', undefined, undefined);
  addJSDocComment(isObject(schema) ? commented(schema) : {}, holder);
  return ts.getSyntheticLeadingComments(holder);
}

function commented(schema: JsonObject): JsonObject {
  const isShort = (value: Json | undefined) => typeof value !== 'object' || value === null;
  const texts = ['title', 'description', 'format'].flatMap(key => {
    const text = stringIn(schema, key);
    return text === undefined ? [] : [[key, text] as const];
  });
  return {
    ...Object.fromEntries(texts),
    ...(schema.deprecated === true && { deprecated: true }),
    ...(schema.default !== undefined && { default: schema.default }),
    ...(schema.example !== undefined && isShort(schema.example) && { example: schema.example }),
    ...(Array.isArray(schema.examples) && schema.examples.every(isShort) && { examples: schema.examples }),
    ...('const' in schema && { const: true }),
    ...(Array.isArray(schema.enum) && { enum: true, ...(schema.type !== undefined && { type: schema.type }) }),
  };
}

/** The names that a schema requires, its inline parts included; what it refers to requires its own. */
function requiredNames(schema: Json): string[] {
  if (!isObject(schema)) return [];
  return [...stringsIn(schema, 'required'), ...arrayIn(schema, 'allOf').flatMap(requiredNames)];
}

/** Required members that no inline part of the schema declares, so that their types do not say that they are there. */
function undeclared(schema: JsonObject, root: JsonObject, required: ReadonlySet<string>): ts.TypeNode[] {
  if (required.size === 0) return [];
  const shape = shapeOf(root, schema);
  if (!shape.object || shape.single || shape.array) return []; // what is required is only required of objects
  const inline = inlineNames(schema);
  const declared = declaredProperties(root, schema);
  const members = [...required]
    .filter(name => !inline.has(name) && !isRequiredBy(schema, name, root, new Set()))
    .map(name => member(name, uncommented(declared.get(name) ?? true), true, root));
  if (members.length === 0) return [];
  const object = ts.factory.createTypeLiteralNode(members);
  return [shape.null ? union([object, NULL]) : object];
}

/** The property says what it is where it is declared. */
function uncommented(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const { title: _title, description: _description, example: _example, examples: _examples, ...rest } = schema;
  return rest;
}

function inlineNames(schema: Json): Set<string> {
  if (!isObject(schema)) return new Set();
  const inner = arrayIn(schema, 'allOf').flatMap(part => [...inlineNames(part)]);
  return new Set([...Object.keys(objectIn(schema, 'properties')), ...inner]);
}

/** Whether what a schema refers to declares and requires the name. */
function isRequiredBy(schema: Json, name: string, root: JsonObject, seen: Set<string>): boolean {
  if (!isObject(schema)) return false;
  const ref = refOf(schema);
  const parts = arrayIn(schema, 'allOf');
  if (ref !== undefined && !seen.has(ref)) {
    seen.add(ref);
    parts.push(objectIn(objectIn(root, 'components'), 'schemas')[typeName(ref)] ?? true);
    const target = objectIn(objectIn(objectIn(root, 'components'), 'schemas'), typeName(ref));
    if (requiredNames(target).includes(name)) return true;
  }
  return parts.some(part => isRequiredBy(part, name, root, seen));
}

function isNothing(schema: Json | undefined): boolean {
  return schema === true || (isObject(schema) && Object.keys(schema).length === 0);
}

function typeName(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

function union(types: ts.TypeNode[]): ts.TypeNode {
  if (types.includes(UNKNOWN)) return UNKNOWN;
  const possible = types.filter(type => type !== NEVER);
  return possible.length === 0 ? NEVER : tsUnion(possible);
}

function inIntersection(count: number): (type: ts.TypeNode) => ts.TypeNode {
  return type => (count > 1 && ts.isUnionTypeNode(type) ? ts.factory.createParenthesizedType(type) : type);
}

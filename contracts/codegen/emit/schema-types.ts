import { astToString } from 'openapi-typescript/dist/lib/ts.mjs';
import ts from 'typescript';
import { type Json, type JsonObject, parsePointer, refOf } from '../document/json.ts';
import { mapSchemas } from '../document/visit-kinds.ts';
import type { Schema } from '../openapi/service.ts';
import { inComment } from './printer.ts';
import { commentsOf, schemaType } from './schema-type.ts';

export interface NamedSchema {
  name: string;
  schema: Schema;
  /** Optional members may also be given as undefined, at the first two levels: what callers pass. */
  lenient?: boolean;
}

/**
 * TypeScript declarations of named schemas, one export each. References between them become the names: `total: Money`.
 */
export function declareTypes(named: readonly NamedSchema[]): string {
  return declareAmong(named)(named).code;
}

/** Declarations, and the names of the types that they use. */
export interface Declared {
  code: string;
  used: ReadonlySet<string>;
}

/** What declares some of these named schemas, which may refer to all of them. */
export function declareAmong(all: readonly NamedSchema[]): (some: readonly NamedSchema[]) => Declared {
  const schemas: JsonObject = {};
  for (const { name, schema } of all) schemas[name] = schema;
  const root: JsonObject = { components: { schemas } };
  return some => {
    const declarations = some.map(item => declaration(item, root));
    const used = new Set<string>();
    for (const node of declarations) finish(node, used);
    return { code: tidy(astToString(declarations)), used };
  };
}

/** Comments hold text of the document, which must not end them; `used` gets the names of types. */
function finish(node: ts.Node, used: Set<string>): void {
  for (const comment of ts.getSyntheticLeadingComments(node) ?? [])
    comment.text = comment.text.split('\n').map(inComment).join('\n');
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) used.add(node.typeName.text);
  ts.forEachChild(node, child => finish(child, used));
}

function declaration({ name, schema, lenient }: NamedSchema, root: JsonObject): ts.Statement {
  const written = schemaType(schema, root);
  const type = lenient ? allowUndefined(written, 2) : written;
  const exported = [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const statement = ts.isTypeLiteralNode(type)
    ? ts.factory.createInterfaceDeclaration(exported, name, undefined, undefined, type.members)
    : ts.factory.createTypeAliasDeclaration(exported, name, undefined, type);
  return ts.setSyntheticLeadingComments(statement, commentsOf(schema));
}

function allowUndefined(type: ts.TypeNode, depth: number): ts.TypeNode {
  if (depth === 0 || !ts.isTypeLiteralNode(type)) return type;
  const members = type.members.map(member => {
    if (!ts.isPropertySignature(member) || !member.type) return member;
    const inner = allowUndefined(member.type, depth - 1);
    const orUndefined = ts.factory.createUnionTypeNode([
      inner,
      ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword),
    ]);
    const replaced = ts.factory.createPropertySignature(
      member.modifiers,
      member.name,
      member.questionToken,
      member.questionToken ? orUndefined : inner,
    );
    return ts.setSyntheticLeadingComments(replaced, ts.getSyntheticLeadingComments(member));
  });
  return ts.factory.createTypeLiteralNode(members);
}

/** Two spaces instead of four, single quotes are left as the printer wrote them. */
function tidy(code: string): string {
  return code.replace(/^(?: {4})+/gm, indent => ' '.repeat(indent.length / 2)).trim();
}

/** Deep copy of a schema with each reference renamed. */
export function renameReferences(schema: Json, rename: (name: string) => string | undefined): Json {
  return mapSchemas(schema, 'schema', copy => {
    const ref = refOf(copy);
    return ref === undefined ? copy : { ...copy, $ref: renamed(ref, rename) };
  });
}

function renamed(ref: string, rename: (name: string) => string | undefined): string {
  const [top, section, name, ...inside] = parsePointer(ref);
  const isComponent = top === 'components' && section === 'schemas' && inside.length === 0;
  const to = isComponent && name !== undefined ? rename(name) : undefined;
  return to === undefined ? ref : `#/components/schemas/${to}`;
}

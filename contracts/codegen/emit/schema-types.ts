import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { isObject, type Json, type JsonObject } from '../document/json.ts';
import type { Schema } from '../openapi/service.ts';
import { inComment } from './printer.ts';
import { readableSchemas } from './readable-schemas.ts';

/** A schema keyword of ours: the type is this name, whatever the schema says. */
export const typeKeyword = 'x-typescript-type';

/** Names of types and unions of them: a document that uses the keyword writes no code with it. */
const typeNames = /^[A-Za-z]\w*(<\w+>)?( \| [A-Za-z]\w*(<\w+>)?)*$/;

export interface NamedSchema {
  name: string;
  schema: Schema;
  /** Optional members may also be given as undefined, at the first two levels: what callers pass. */
  lenient?: boolean;
}

/**
 * TypeScript declarations of named schemas, one export each, written by openapi-typescript. References between them
 * become the names: `total: Money`, never `components['schemas']['Money']`.
 */
export async function declareTypes(named: NamedSchema[]): Promise<string> {
  const schemas: JsonObject = {};
  for (const { name, schema } of named) schemas[name] = schema;
  const document = JSON.stringify({
    openapi: '3.1.0',
    info: { title: '', version: '' },
    paths: {},
    components: { schemas: readableSchemas(schemas) },
  });
  const nodes = await openapiTS(document, {
    silent: true,
    defaultNonNullable: false,
    transform: schema => {
      const type: unknown = Reflect.get(schema, typeKeyword);
      return typeof type === 'string' && typeNames.test(type) ? ts.factory.createTypeReferenceNode(type) : undefined;
    },
  });
  for (const node of nodes) closeComments(node);
  const lenient = new Set(named.filter(item => item.lenient).map(item => item.name));
  const exports = schemaMembers(nodes).map(member => declaration(member, lenient));
  return tidy(astToString(exports));
}

/** Comments hold text of the document, which must not end them. */
function closeComments(node: ts.Node): void {
  for (const comment of ts.getSyntheticLeadingComments(node) ?? [])
    comment.text = comment.text.split('\n').map(inComment).join('\n');
  ts.forEachChild(node, closeComments);
}

function schemaMembers(nodes: ts.Node[]): ts.PropertySignature[] {
  const components = nodes.find(node => ts.isInterfaceDeclaration(node) && node.name.text === 'components');
  if (!components || !ts.isInterfaceDeclaration(components)) return [];
  const schemas = components.members.find(
    member => member.name && ts.isIdentifier(member.name) && member.name.text === 'schemas',
  );
  if (!schemas || !ts.isPropertySignature(schemas) || !schemas.type || !ts.isTypeLiteralNode(schemas.type)) return [];
  return schemas.type.members.filter(ts.isPropertySignature);
}

function declaration(member: ts.PropertySignature, lenient: Set<string>): ts.Statement {
  const name = ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : '';
  const written = member.type ?? ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword);
  const named = ts.visitNode(written, nameReferences, ts.isTypeNode) ?? written;
  const type = lenient.has(name) ? allowUndefined(named, 2) : named;
  const exported = [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const statement = ts.isTypeLiteralNode(type)
    ? ts.factory.createInterfaceDeclaration(exported, name, undefined, undefined, type.members)
    : ts.factory.createTypeAliasDeclaration(exported, name, undefined, type);
  for (const comment of ts.getSyntheticLeadingComments(member) ?? []) {
    ts.addSyntheticLeadingComment(statement, comment.kind, comment.text, comment.hasTrailingNewLine);
  }
  return statement;
}

/** `components['schemas']['Money']` → `Money`. */
function nameReferences(node: ts.Node): ts.Node {
  const name = referencedName(node);
  if (name !== undefined) return ts.factory.createTypeReferenceNode(name);
  const visited = ts.visitEachChild(node, nameReferences, undefined);
  if (visited !== node) ts.setSyntheticLeadingComments(visited, ts.getSyntheticLeadingComments(node));
  return visited;
}

function referencedName(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined;
  const base = node.objectType.objectType;
  if (!ts.isTypeReferenceNode(base) || !ts.isIdentifier(base.typeName) || base.typeName.text !== 'components')
    return undefined;
  const literal = ts.isLiteralTypeNode(node.indexType) ? node.indexType.literal : undefined;
  return literal && ts.isStringLiteral(literal) ? literal.text : undefined;
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

/** Deep copy of a schema with each reference renamed, those of discriminators included. */
export function renameReferences(schema: Json, rename: (name: string) => string | undefined): Json {
  if (Array.isArray(schema)) return schema.map(item => renameReferences(item, rename));
  if (!isObject(schema)) return schema;
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$ref' && typeof value === 'string') copy[key] = renamed(value, rename);
    else if (key === 'discriminator' && isObject(value) && isObject(value.mapping)) {
      const mapping = Object.entries(value.mapping).map(([tag, target]) => [
        tag,
        typeof target === 'string' ? renamed(target, rename) : target,
      ]);
      copy[key] = { ...value, mapping: Object.fromEntries(mapping) };
    } else copy[key] = renameReferences(value, rename);
  }
  return copy;
}

function renamed(ref: string, rename: (name: string) => string | undefined): string {
  const name = /^#\/components\/schemas\/([^/]+)$/.exec(ref)?.[1];
  const to = name === undefined ? undefined : rename(decodeURIComponent(name));
  return to === undefined ? ref : `#/components/schemas/${to}`;
}

import ts from 'typescript';
import { type MemberId, memberDeclarations } from './code/members.ts';

/** A member as it is declared. */
export interface Declared {
  optional: boolean;
  /** The parts of its type, as text: one, or those of a union. Empty for an interface. */
  types: readonly string[];
}

/** What is generated, by member. */
export type MemberTable = Map<MemberId, Declared>;

/** Adds the members of a generated file to a table. */
export function readMembers(code: string, service: string, kind: string, table: MemberTable): void {
  const file = ts.createSourceFile(`${kind}.ts`, code, ts.ScriptTarget.Latest, true);
  for (const { id, node } of memberDeclarations(file, service, kind)) {
    if (ts.isTypeLiteralNode(node)) continue;
    const known = table.get(id);
    const optional = (ts.isPropertySignature(node) && node.questionToken !== undefined) || (known?.optional ?? false);
    table.set(id, { optional, types: [...new Set([...(known?.types ?? []), ...typesOf(node, file)])].sort() });
  }
}

function typesOf(node: ts.Node, file: ts.SourceFile): string[] {
  if (ts.isMethodSignature(node)) return [node.parameters.map(parameter => parameter.getText(file)).join(', ')];
  if (ts.isTypeAliasDeclaration(node) || ts.isPropertySignature(node)) return node.type ? parts(node.type, file) : [];
  return [];
}

/** Types that are written in place are members of their own; what is left of them says that there is an object. */
function parts(type: ts.TypeNode, file: ts.SourceFile): string[] {
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) return type.types.flatMap(part => parts(part, file));
  if (ts.isParenthesizedTypeNode(type)) return parts(type.type, file);
  if (ts.isArrayTypeNode(type)) return parts(type.elementType, file).map(part => `${part}[]`);
  return [ts.isTypeLiteralNode(type) ? '{}' : type.getText(file).replaceAll(/\s+/g, ' ')];
}

/** The values that a member may have, where its type is a list of literals (`null` and `undefined` aside). */
export function valuesOf({ types }: Declared): string[] | undefined {
  const values = types.filter(type => type !== 'null' && type !== 'undefined');
  return values.length > 0 && values.every(type => /^(".*"|'.*'|-?\d+(\.\d+)?|true|false)$/.test(type))
    ? values.map(value => value.replace(/^'(.*)'$/, '"$1"'))
    : undefined;
}

/**
 * What holds a member: `orders/types#Order.lines` of `orders/types#Order.lines.sku`, `orders/server#` of
 * `orders/server#getOrder`; a type holds itself.
 */
export function ownerOf(member: MemberId): MemberId {
  const hash = member.indexOf('#');
  const dot = member.lastIndexOf('.');
  if (dot > hash) return member.slice(0, dot);
  return /\/(client|server|handlers|producers)#/.test(member) ? member.slice(0, hash + 1) : member;
}

/** The last name of a member. */
export function nameOf(member: MemberId): string {
  return member.slice(Math.max(member.lastIndexOf('.'), member.indexOf('#')) + 1);
}

/** Members whose type names the type: those of the same file. */
export function membersOfType(table: MemberTable, type: MemberId): MemberId[] {
  const [file] = type.split('#');
  const name = new RegExp(`\\b${nameOf(type)}\\b`);
  return [...table]
    .filter(([id, { types }]) => id.startsWith(`${file}#`) && id !== type && types.some(text => name.test(text)))
    .map(([id]) => id);
}

import ts from 'typescript';

/**
 * A member of what is generated for a service: `orders/types#Order.lines.sku` is the sku of the lines of an order,
 * `orders/types#Order` the type itself, `orders/client#getOrder` an operation as clients call it,
 * `orders/server#getOrder` as the service handles it (`orders/server#` all of them), `orders/handlers#OrderPaid` an
 * event as it is consumed, `orders/producers#OrderPaid` as it is published (`orders/producers#` all of them).
 */
export type MemberId = string;

/** The members of generated files by their declarations. */
export class Members {
  readonly #byDeclaration = new Map<ts.Node, MemberId>();

  /** Adds the members of a generated file of a service; `kind` is `types`, `events`, `client` or `server`. */
  add(file: ts.SourceFile, service: string, kind: string): void {
    for (const { id, node } of memberDeclarations(file, service, kind)) this.#byDeclaration.set(node, id);
  }

  /** The member that a symbol is declared by; undefined for what is not generated. */
  of(symbol: ts.Symbol | undefined): MemberId | undefined {
    for (const declaration of symbol?.declarations ?? []) {
      const id = this.#byDeclaration.get(declaration);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  /** Members by the list of values that is their type (`valuesOfType`). */
  valueLists(checker: ts.TypeChecker): Map<string, MemberId[]> {
    const lists = new Map<string, MemberId[]>();
    for (const [node, id] of this.#byDeclaration) {
      if (!ts.isPropertySignature(node) || !node.type) continue;
      const values = valuesOfType(checker, checker.getTypeFromTypeNode(node.type));
      if (values !== undefined) lists.set(values, [...(lists.get(values) ?? []), id]);
    }
    return lists;
  }

  /** The member that a node declares. */
  at(node: ts.Node): MemberId | undefined {
    return this.#byDeclaration.get(node);
  }
}

/** A member and the node that declares it. */
export interface MemberDeclaration {
  id: MemberId;
  node: ts.Node;
}

/** Every member that a generated file declares. */
export function memberDeclarations(file: ts.SourceFile, service: string, kind: string): MemberDeclaration[] {
  return file.statements.flatMap(statement => {
    if (ts.isInterfaceDeclaration(statement)) return interfaceMembers(statement, service, kind);
    if (ts.isTypeAliasDeclaration(statement)) {
      const id = `${service}/${kind}#${statement.name.text}`;
      return [{ id, node: statement }, ...typeMembers(statement.type, id)];
    }
    return ts.isVariableStatement(statement) && kind === 'events' ? producers(statement, service) : [];
  });
}

/** The interfaces of generated files whose members are operations and events, by how their names end. */
const groups: Readonly<Record<string, readonly [ending: string, group: string]>> = {
  client: ['Client', 'client'],
  server: ['Handlers', 'server'],
  events: ['EventHandlers', 'handlers'],
};

function interfaceMembers(node: ts.InterfaceDeclaration, service: string, kind: string): MemberDeclaration[] {
  const [ending, group] = groups[kind] ?? [];
  if (ending !== undefined && node.name.text.endsWith(ending))
    return [
      { id: `${service}/${group}#`, node },
      ...node.members.flatMap(member =>
        member.name && ts.isIdentifier(member.name)
          ? [{ id: `${service}/${group}#${member.name.text}`, node: member }]
          : [],
      ),
    ];
  const id = `${service}/${kind}#${node.name.text}`;
  return [{ id, node }, ...objectMembers(node.members, id)];
}

function objectMembers(members: readonly ts.TypeElement[], owner: MemberId): MemberDeclaration[] {
  return members.flatMap(member => {
    if (!ts.isPropertySignature(member)) return [];
    if (!ts.isIdentifier(member.name) && !ts.isStringLiteral(member.name)) return [];
    const id = `${owner}.${member.name.text}`;
    return [{ id, node: member }, ...(member.type ? typeMembers(member.type, id) : [])];
  });
}

/** Members of types that are written in place: `lines: { sku: string }[]` has `lines.sku`. */
function typeMembers(type: ts.TypeNode, owner: MemberId): MemberDeclaration[] {
  if (ts.isTypeLiteralNode(type)) return [{ id: owner, node: type }, ...objectMembers(type.members, owner)];
  if (ts.isArrayTypeNode(type)) return typeMembers(type.elementType, owner);
  if (ts.isParenthesizedTypeNode(type)) return typeMembers(type.type, owner);
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type))
    return type.types.flatMap(part => typeMembers(part, owner));
  if (ts.isTypeReferenceNode(type)) return (type.typeArguments ?? []).flatMap(part => typeMembers(part, owner));
  return [];
}

/** `export const ordersEvents: { OrderPaid(…): EventRecord }`. */
function producers(statement: ts.VariableStatement, service: string): MemberDeclaration[] {
  return statement.declarationList.declarations.flatMap(node => {
    const { name, type } = node;
    if (!ts.isIdentifier(name) || !name.text.endsWith('Events') || !type || !ts.isTypeLiteralNode(type)) return [];
    const events = type.members.flatMap(member =>
      member.name && ts.isIdentifier(member.name)
        ? [{ id: `${service}/producers#${member.name.text}`, node: member }]
        : [],
    );
    return [{ id: `${service}/producers#`, node }, ...events];
  });
}

/** The values of a type that is a list of literals, `undefined` and `null` aside, as one text; undefined for others. */
export function valuesOfType(checker: ts.TypeChecker, type: ts.Type): string | undefined {
  const list = checker.getNonNullableType(type);
  if (!list.isUnion()) return undefined;
  const values = list.types.flatMap(part => (part.isStringLiteral() || part.isNumberLiteral() ? [part.value] : []));
  return values.length === list.types.length ? JSON.stringify(values.map(String).sort()) : undefined;
}

/** The service of a member. */
export function serviceOf(id: MemberId): string {
  return id.slice(0, id.indexOf('/'));
}

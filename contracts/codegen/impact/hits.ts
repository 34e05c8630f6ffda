import ts from 'typescript';
import { accepts, type Extra } from './code/accepts.ts';
import type { CodeIndex } from './code/code-index.ts';
import type { MemberId } from './code/members.ts';
import type { Made, Use, UseKind } from './code/use.ts';
import type { MemberChange } from './member-changes.ts';
import { type MemberTable, membersOfType, nameOf, ownerOf } from './member-table.ts';

/**
 * A place that meets a change. `breaks`: it no longer compiles, or fails. `loses`: it goes on without what it showed or
 * passed on.
 */
export interface Hit {
  effect: 'breaks' | 'loses';
  kind: UseKind | 'makes';
  member: MemberId;
  file: string;
  line: number;
  column: number;
}

/** Finds the places that a change of what is generated hits; `before` is what the code was written against. */
export class Hits {
  readonly #index: CodeIndex;
  readonly #before: MemberTable;
  readonly #uses = new Map<MemberId, Use[]>();
  readonly #made = new Map<MemberId, Made[]>();

  constructor(index: CodeIndex, before: MemberTable) {
    this.#index = index;
    this.#before = before;
    for (const use of index.uses) this.#uses.set(use.member, [...(this.#uses.get(use.member) ?? []), use]);
    for (const made of index.made) this.#made.set(made.type, [...(this.#made.get(made.type) ?? []), made]);
  }

  usesOf(member: MemberId): readonly Use[] {
    return this.#uses.get(member) ?? [];
  }

  of(change: MemberChange): Hit[] {
    return distinct(this.#find(change));
  }

  #find(change: MemberChange): Hit[] {
    switch (change.kind) {
      case 'removed':
        return this.#removed(change.member);
      case 'added':
        return change.required ? this.#lacking(change.member) : [];
      case 'became-required':
        return this.#lacking(change.member);
      case 'became-optional':
        return this.#notAccepting(change.member, [{ kind: 'undefined' }]);
      case 'values':
        return [
          ...this.#removedValues(change.member, change.removed),
          ...this.#addedValues(change.member, change.added),
        ];
      case 'type':
        return this.#retyped(change);
    }
  }

  #removed(member: MemberId): Hit[] {
    // What a type held is met through the members that were of that type.
    const isType = /\/(types|events)#/.test(member) && member === ownerOf(member);
    const below = `${member}.`;
    const gone = [...this.#uses.keys()].filter(id => id === member || (!isType && id.startsWith(below)));
    return gone.flatMap(id => (this.#uses.get(id) ?? []).flatMap(use => this.#lost(use)));
  }

  #lost(use: Use): Hit[] {
    if (use.kind === 'values') return [];
    if (use.kind === 'shows' || use.optional || this.#index.isGenerated(use.file)) return [hit(use, 'loses')];
    return [hit(use, 'breaks')];
  }

  /** Values of the owner's type that are made without the member. */
  #lacking(member: MemberId): Hit[] {
    const owner = ownerOf(member);
    const name = nameOf(member);
    return (this.#made.get(owner) ?? []).flatMap(made => {
      const own = made.from.getProperty(name);
      const isThere = own !== undefined && (own.flags & ts.SymbolFlags.Optional) === 0;
      if (isThere || this.#isOfOwner(made, owner)) return [];
      const { file, line, column } = made;
      return [{ effect: 'breaks' as const, kind: 'makes' as const, member, file, line, column }];
    });
  }

  /** Made of a value of the same type (`{ ...order }`), which will have the member. */
  #isOfOwner({ from, node }: Made, owner: MemberId): boolean {
    const { checker } = this.#index.code;
    const isOwner = (type: ts.Type): boolean =>
      this.#index.members.of(type.symbol) === owner || (type.isUnion() && type.types.some(isOwner));
    if (isOwner(from) || this.#isCopyOf(from, owner)) return true;
    if (!ts.isObjectLiteralExpression(node)) return false;
    return node.properties.some(
      property => ts.isSpreadAssignment(property) && isOwner(checker.getTypeAtLocation(property.expression)),
    );
  }

  /** The type of `{ ...order, note }`: its other properties are those of the owner. `Pick` has no new ones. */
  #isCopyOf(type: ts.Type, owner: MemberId): boolean {
    if (type.isUnion()) return type.types.some(part => this.#isCopyOf(part, owner));
    const isPicked = type.aliasSymbol?.name === 'Pick' || type.aliasSymbol?.name === 'Omit';
    return (
      !isPicked &&
      type.getProperties().some(property => this.#index.members.of(property)?.startsWith(`${owner}.`) ?? false)
    );
  }

  #notAccepting(member: MemberId, extras: readonly Extra[]): Hit[] {
    const { code } = this.#index;
    return (this.#uses.get(member) ?? []).flatMap(use => {
      if (use.kind === 'passes') return this.#passedOn(use, extras) ? [] : [hit(use, 'breaks')];
      if (use.kind !== 'reads' || !use.node) return [];
      const { node } = use;
      const named = `${nameOf(ownerOf(member))}['${nameOf(member)}']`;
      return extras.every(extra => accepts(code, node, extra, named)) ? [] : [hit(use, 'breaks')];
    });
  }

  #passedOn({ optional, into, becomes }: Use, extras: readonly Extra[]): boolean {
    const { checker } = this.#index.code;
    return extras.every(extra => {
      if (extra.kind === 'undefined') return optional === true || (into !== undefined && isWide(into));
      if (into === undefined || isWide(into)) return true;
      if (extra.kind === 'null') return checker.isTypeAssignableTo(checker.getNullType(), into);
      if (extra.kind === 'type') return checker.isTypeAssignableTo(extra.type, into);
      const value = checker.getStringLiteralType(String(JSON.parse(extra.value)));
      return becomes === undefined && checker.isTypeAssignableTo(value, into);
    });
  }

  #removedValues(member: MemberId, values: readonly string[]): Hit[] {
    return this.#withSameType(member).flatMap(id =>
      (this.#uses.get(id) ?? []).flatMap(use =>
        (use.kind === 'values' && values.includes(use.value ?? '')) ||
        (use.from && mayBe(use.from, values)) ||
        (values.length > 0 && this.#isExhaustive(use))
          ? [hit(use, 'breaks')]
          : [],
      ),
    );
  }

  #addedValues(member: MemberId, values: readonly string[]): Hit[] {
    if (values.length === 0) return [];
    const extras = values.map((value): Extra => (value === 'null' ? { kind: 'null' } : { kind: 'value', value }));
    return this.#withSameType(member).flatMap(id => [
      ...this.#notAccepting(id, extras),
      ...(this.#uses.get(id) ?? []).flatMap(use => (this.#isExhaustive(use) ? [hit(use, 'breaks')] : [])),
    ]);
  }

  /** `Record<OrderStatus, string>`: a table with an entry for each value. */
  #isExhaustive({ node, kind }: Use): boolean {
    if (!node || (kind !== 'names' && kind !== 'reads')) return false;
    const { parent } = node;
    if (ts.isMappedTypeNode(parent.parent)) return true;
    return (
      ts.isTypeReferenceNode(parent) &&
      ts.isIdentifier(parent.typeName) &&
      parent.typeName.text === 'Record' &&
      parent.typeArguments?.[0] === node &&
      !isPartial(parent)
    );
  }

  /** A list of values that has a name is that of every member with it. */
  #withSameType(member: MemberId): MemberId[] {
    return member === ownerOf(member) ? [member, ...membersOfType(this.#before, member)] : [member];
  }

  #retyped({ member, before, after }: Extract<MemberChange, { kind: 'type' }>): Hit[] {
    const uses = this.#withSameType(member).flatMap(id => this.#uses.get(id) ?? []);
    if (member.includes('/client#')) return this.#calledWithout(uses, before, after);
    const type = primitive(after, this.#index.code.checker);
    return uses.flatMap(use => {
      const goesOn =
        type && use.kind === 'reads' && use.node && accepts(this.#index.code, use.node, { kind: 'type', type });
      if (goesOn) return [];
      if (use.kind === 'names' || use.kind === 'values' || use.kind === 'ignores') return [];
      const isWidened = use.kind === 'passes' && use.into && isWide(use.into);
      return [hit(use, use.kind === 'shows' || isWidened ? 'loses' : 'breaks')];
    });
  }

  /** Calls without an argument, where there must be one now. */
  #calledWithout(uses: readonly Use[], before: string, after: string): Hit[] {
    if (!before.startsWith('input?') || after.startsWith('input?')) return [];
    return uses.flatMap(use => {
      const call = use.node?.parent;
      return call && ts.isCallExpression(call) && call.arguments.length === 0 ? [hit(use, 'breaks')] : [];
    });
  }
}

function hit({ kind, member, file, line, column }: Use, effect: Hit['effect']): Hit {
  return { effect, kind, member, file, line, column };
}

/** The type that a text names, where it is one of JSON's. */
function primitive(text: string, checker: ts.TypeChecker): ts.Type | undefined {
  if (text === 'string') return checker.getStringType();
  if (text === 'number') return checker.getNumberType();
  return text === 'boolean' ? checker.getBooleanType() : undefined;
}

function isWide(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}

/** Whether a type has one of the values. */
function mayBe(type: ts.Type, values: readonly string[]): boolean {
  if (type.isUnion()) return type.types.some(part => mayBe(part, values));
  return (type.isStringLiteral() || type.isNumberLiteral()) && values.includes(JSON.stringify(type.value));
}

function isPartial(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isTypeReferenceNode(parent) && ts.isIdentifier(parent.typeName) && parent.typeName.text === 'Partial';
}

/** One hit a place, the worst. */
function distinct(hits: readonly Hit[]): Hit[] {
  const places = new Map<string, Hit>();
  for (const found of hits) {
    const key = `${found.file}:${found.line}:${found.column}`;
    const known = places.get(key);
    if (!known || (known.effect === 'loses' && found.effect === 'breaks')) places.set(key, found);
  }
  return [...places.values()].sort((one, other) => one.file.localeCompare(other.file) || one.line - other.line);
}

import ts from 'typescript';
import type { MemberId, Members } from './members.ts';

/** A member of the type that a value has, which its new type has as well. */
export interface Passed {
  member: MemberId;
  /** Whether the new type may lack it. */
  optional: boolean;
  /** The member that it becomes, where the new type is generated. */
  becomes?: MemberId;
  /** The type that it becomes. */
  into: ts.Type;
}

/** What happens when a value of one type is passed on as another. */
export interface Flow {
  passed: readonly Passed[];
  /** Generated types of which a value becomes unknown: whoever gets it may read all of it. */
  whole: readonly MemberId[];
  /** Values that are made of the value: generated object types with the type that is passed on as them. */
  made: readonly { type: MemberId; from: ts.Type }[];
  /** Members of generated types that are filled from what is not generated, and the type of that. */
  filled: readonly { member: MemberId; from: ts.Type }[];
}

const DEPTH = 8;

/** Follows members of generated types through assignments: arguments, results, initializers, properties. */
export class Flows {
  readonly #checker: ts.TypeChecker;
  readonly #members: Members;
  readonly #known = new Map<ts.Type, Map<ts.Type, Flow>>();

  constructor(checker: ts.TypeChecker, members: Members) {
    this.#checker = checker;
    this.#members = members;
  }

  /** What is passed on when a value of type `from` becomes one of type `to`. */
  between(from: ts.Type, to: ts.Type): Flow {
    const known = this.#known.get(from)?.get(to);
    if (known) return known;
    const passed = new Map<string, Passed>();
    const made = new Map<MemberId, ts.Type>();
    const whole = new Set<MemberId>();
    const filled = new Map<MemberId, ts.Type[]>();
    this.#follow(from, to, { passed, made, whole, filled, seen: new Map() }, 0);
    const flow = {
      passed: [...passed.values()],
      whole: [...whole],
      made: [...made].map(([type, value]) => ({ type, from: value })),
      filled: [...filled].flatMap(([member, types]) => types.map(type => ({ member, from: type }))),
    };
    const row = this.#known.get(from) ?? new Map<ts.Type, Flow>();
    row.set(to, flow);
    this.#known.set(from, row);
    return flow;
  }

  #follow(from: ts.Type, to: ts.Type, found: Found, depth: number): void {
    if (from === to || depth > DEPTH || isOpaque(from)) return;
    if (isOpaque(to)) {
      const element = this.#checker.getIndexTypeOfType(from, ts.IndexKind.Number);
      const type = this.#members.of((element ?? from).symbol);
      if (type !== undefined) found.whole.add(type);
      return;
    }
    if ((to.flags & ts.TypeFlags.TypeParameter) !== 0) {
      const constraint = this.#checker.getBaseConstraintOfType(to);
      if (constraint) this.#follow(from, constraint, found, depth);
      return;
    }
    const seen = found.seen.get(from) ?? new Set();
    if (seen.has(to)) return;
    found.seen.set(from, seen.add(to));
    if (from.isUnion()) {
      for (const part of from.types) this.#follow(part, to, found, depth);
      return;
    }
    if (to.isUnion()) {
      const parts = to.types.filter(part => (part.flags & ts.TypeFlags.Object) !== 0);
      const fitting = parts.length > 1 ? parts.filter(part => this.#fits(from, part)) : parts;
      for (const part of fitting.length > 0 ? fitting : parts) this.#follow(from, part, found, depth);
      return;
    }
    if ((from.flags & ts.TypeFlags.StructuredType) === 0 || (to.flags & ts.TypeFlags.StructuredType) === 0) return;
    this.#followArguments(from, to, found, depth);
    this.#followCalls(from, to, found, depth);
    this.#followProperties(from, to, found, depth);
  }

  /** Elements of lists, what promises hold. */
  #followArguments(from: ts.Type, to: ts.Type, found: Found, depth: number): void {
    const element = (type: ts.Type) => this.#checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    const one = element(from);
    const other = element(to);
    if (one && other) this.#follow(one, other, found, depth + 1);
    const held = this.#checker.getAwaitedType(from);
    const wanted = this.#checker.getAwaitedType(to);
    if (held && wanted && held !== from && wanted !== to) this.#follow(held, wanted, found, depth + 1);
  }

  /** A function that is passed on gets what the other is called with, and its result is what the other gives. */
  #followCalls(from: ts.Type, to: ts.Type, found: Found, depth: number): void {
    const [own] = from.getCallSignatures();
    const [wanted] = to.getCallSignatures();
    if (!own || !wanted) return;
    for (const [at, parameter] of own.parameters.entries()) {
      const given = wanted.parameters[at];
      if (given) this.#follow(this.#typeOf(given), this.#typeOf(parameter), found, depth + 1);
    }
    this.#follow(own.getReturnType(), wanted.getReturnType(), found, depth + 1);
  }

  #followProperties(from: ts.Type, to: ts.Type, found: Found, depth: number): void {
    if (isLibrary(to)) return;
    const type = this.#members.of(to.symbol);
    if (type !== undefined && this.#members.of(from.symbol) !== type) found.made.set(type, from);
    for (const wanted of to.getProperties()) {
      const own = from.getProperty(wanted.name);
      if (!own || own === wanted) continue;
      const member = this.#members.of(own);
      const becomes = this.#members.of(wanted);
      if (member !== undefined && member === becomes) continue;
      if (member !== undefined) {
        const optional = (wanted.flags & ts.SymbolFlags.Optional) !== 0;
        const key = `${member} ${becomes ?? ''}`;
        const known = found.passed.get(key);
        if (!known || (known.optional && !optional))
          found.passed.set(key, {
            member,
            optional,
            into: this.#typeOf(wanted),
            ...(becomes !== undefined && { becomes }),
          });
      } else if (becomes !== undefined)
        found.filled.set(becomes, [...(found.filled.get(becomes) ?? []), this.#typeOf(own)]);
      this.#follow(this.#typeOf(own), this.#typeOf(wanted), found, depth + 1);
    }
  }

  #fits(from: ts.Type, to: ts.Type): boolean {
    return this.#checker.isTypeAssignableTo(from, to);
  }

  #typeOf(symbol: ts.Symbol): ts.Type {
    return this.#checker.getTypeOfSymbol(symbol);
  }
}

interface Found {
  passed: Map<string, Passed>;
  whole: Set<MemberId>;
  made: Map<MemberId, ts.Type>;
  filled: Map<MemberId, ts.Type[]>;
  seen: Map<ts.Type, Set<ts.Type>>;
}

function isOpaque(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) !== 0;
}

/** Types of JavaScript and its libraries hold no members of ours but by their type arguments. */
function isLibrary(type: ts.Type): boolean {
  const file = type.symbol?.declarations?.[0]?.getSourceFile();
  return file?.isDeclarationFile ?? false;
}

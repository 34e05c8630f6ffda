import ts from 'typescript';
import { type Flow, Flows } from './flows.ts';
import { type MemberId, type Members, valuesOfType } from './members.ts';
import { pathIn, type SourceCode } from './source-files.ts';
import type { Made, Use, UseKind } from './use.ts';

/** Where code uses members of what is generated, and the values that it makes of generated types. */
export interface Uses {
  uses: Use[];
  made: Made[];
}

/** Finds every use in the files; those that are generated themselves are left out but for the console's. */
export function findUses(code: SourceCode, members: Members, files: readonly ts.SourceFile[]): Uses {
  const finder = new Finder(code, members);
  for (const file of files) finder.visitFile(file);
  return finder.found;
}

class Finder {
  readonly found: Uses = { uses: [], made: [] };
  readonly #code: SourceCode;
  readonly #checker: ts.TypeChecker;
  readonly #members: Members;
  readonly #flows: Flows;
  #file = '';
  #source: ts.SourceFile | undefined;
  #lists: Map<string, MemberId[]> | undefined;

  constructor(code: SourceCode, members: Members) {
    this.#code = code;
    this.#checker = code.checker;
    this.#members = members;
    this.#flows = new Flows(code.checker, members);
  }

  visitFile(source: ts.SourceFile): void {
    this.#file = pathIn(this.#code.root, source);
    this.#source = source;
    ts.forEachChild(source, node => this.#visit(node));
  }

  #visit(node: ts.Node): void {
    if (ts.isPropertyAccessExpression(node)) this.#access(node, node.name);
    else if (ts.isElementAccessExpression(node)) this.#elementAccess(node);
    else if (ts.isObjectBindingPattern(node)) this.#pattern(node);
    else if (ts.isObjectLiteralExpression(node)) this.#objectLiteral(node);
    else if (ts.isIndexedAccessTypeNode(node)) this.#indexedType(node);
    else if (ts.isTypeReferenceNode(node)) this.#typeReference(node);
    else if (ts.isStringLiteral(node) || ts.isNumericLiteral(node)) this.#value(node);
    if (ts.isExpression(node) && isPassedOn(node)) this.#passOn(node);
    // What components of libraries take is none of ours, and costly to ask for.
    if (ts.isJsxAttribute(node) && this.#isOfLibrary(node)) this.#visitLibraryAttribute(node);
    else ts.forEachChild(node, child => this.#visit(child));
  }

  #isOfLibrary(node: ts.JsxAttribute): boolean {
    const { tagName } = node.parent.parent;
    const symbol = this.#checker.getSymbolAtLocation(tagName);
    const isAlias = symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const declared = isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    return declared?.declarations?.[0]?.getSourceFile().isDeclarationFile ?? false;
  }

  /** Reads in an attribute count, and what functions in it do. */
  #visitLibraryAttribute(node: ts.Node): void {
    if (ts.isPropertyAccessExpression(node)) this.#access(node, node.name);
    else if (ts.isElementAccessExpression(node)) this.#elementAccess(node);
    if (ts.isFunctionLike(node) || ts.isCallExpression(node)) this.#visit(node);
    else ts.forEachChild(node, child => this.#visitLibraryAttribute(child));
  }

  #add(member: MemberId | undefined, kind: UseKind, node: ts.Node, more: Partial<Use> = {}): void {
    if (member === undefined) return;
    this.found.uses.push({ member, kind: kindOf(member, kind, more.from), node, ...more, ...this.#place(node) });
  }

  #place(node: ts.Node): { file: string; line: number; column: number } {
    const at = this.#source?.getLineAndCharacterOfPosition(node.getStart(this.#source)) ?? { line: 0, character: 0 };
    return { file: this.#file, line: at.line + 1, column: at.character + 1 };
  }

  /** `order.note`, and `order['note']`. */
  #access(node: ts.PropertyAccessExpression, name: ts.MemberName): void {
    for (const member of this.#membersOf(this.#checker.getSymbolAtLocation(name)))
      this.#add(member, isWritten(node) ? 'writes' : 'reads', node);
  }

  #elementAccess(node: ts.ElementAccessExpression): void {
    const type = this.#checker.getTypeAtLocation(node.argumentExpression);
    const names = type.isUnion() ? type.types : [type];
    const owner = this.#checker.getNonNullableType(this.#checker.getTypeAtLocation(node.expression));
    for (const name of names)
      if (name.isStringLiteral())
        for (const member of this.#membersOf(owner.getProperty(name.value))) this.#add(member, 'reads', node);
  }

  /** `const { note, ...rest } = order`. */
  #pattern(node: ts.ObjectBindingPattern): void {
    const owner = this.#checker.getTypeAtLocation(node);
    for (const element of node.elements) {
      const name = element.propertyName ?? element.name;
      if (element.dotDotDotToken || !(ts.isIdentifier(name) || ts.isStringLiteral(name))) continue;
      for (const member of this.#membersOf(owner.getProperty(name.text))) this.#add(member, 'reads', element);
    }
  }

  /** `{ note: 'Ring twice.' }` where an order is wanted. */
  #objectLiteral(node: ts.ObjectLiteralExpression): void {
    const wanted = this.#checker.getContextualType(node);
    if (!wanted) return;
    const own = this.#checker.getTypeAtLocation(node);
    for (const part of fittingParts(node, wanted)) {
      const type = this.#members.of(part.symbol) ?? this.#mappedType(part);
      if (type !== undefined) this.found.made.push({ type, from: own, node, ...this.#place(node) });
      for (const property of node.properties) {
        if (ts.isSpreadAssignment(property)) this.#spread(property, part);
        if (!property.name || !(ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))) continue;
        for (const member of this.#membersOf(part.getProperty(property.name.text))) {
          this.#add(member, 'writes', property, { ...this.#written(property), optional: isLoose(node) });
        }
      }
    }
  }

  /** `EveryField<Order>`, which has a property for each of an order's: what lacks one is no order. */
  #mappedType({ symbol, aliasTypeArguments = [] }: ts.Type): MemberId | undefined {
    const declared = symbol?.declarations?.find(ts.isMappedTypeNode);
    if (!declared || declared.questionToken) return undefined;
    const { constraint } = declared.typeParameter;
    if (!constraint || !ts.isTypeOperatorNode(constraint)) return undefined;
    const [argument] = aliasTypeArguments;
    return aliasTypeArguments.length === 1 ? this.#members.of(argument?.symbol) : undefined;
  }

  /** `{ ...changes }`: the members that it fills, and those of what is inside of them. */
  #spread(node: ts.SpreadAssignment, wanted: ts.Type): void {
    for (const own of this.#checker.getTypeAtLocation(node.expression).getProperties()) {
      const other = wanted.getProperty(own.name);
      const type = this.#checker.getTypeOfSymbol(own);
      if (!other || own === other) continue;
      for (const member of this.#membersOf(other))
        if (this.#members.of(own) !== member) this.#add(member, 'writes', node, { from: type, optional: true });
      this.#addFlow(node.expression, this.#flows.between(type, this.#checker.getTypeOfSymbol(other)));
    }
  }

  /** A literal where a list of values is wanted, or one that such a value is compared with. */
  #value(node: ts.StringLiteral | ts.NumericLiteral): void {
    const value = ts.isStringLiteral(node) ? JSON.stringify(node.text) : node.text;
    const { parent } = node;
    if (ts.isBinaryExpression(parent) || ts.isCaseClause(parent)) {
      const other = ts.isCaseClause(parent)
        ? parent.parent.parent.expression
        : parent.left === node
          ? parent.right
          : parent.left;
      for (const member of this.#valueMembers(other)) this.#add(member, 'values', node, { value });
      return;
    }
    const wanted = this.#checker.getContextualType(node);
    if (!wanted) return;
    for (const member of new Set([...this.#aliasesOf(wanted), ...this.#listedMembers(wanted)]))
      this.#add(member, 'values', node, { value });
    if (ts.isPropertyAssignment(parent) && parent.initializer === node && ts.isObjectLiteralExpression(parent.parent)) {
      const owner = this.#checker.getContextualType(parent.parent);
      const name = ts.isIdentifier(parent.name) || ts.isStringLiteral(parent.name) ? parent.name.text : '';
      for (const part of owner ? fittingParts(parent.parent, owner) : [])
        for (const member of this.#membersOf(part.getProperty(name))) this.#add(member, 'values', node, { value });
    }
  }

  /** The members that an expression's value is one of: what it reads, and the generated list of its type. */
  #valueMembers(node: ts.Expression): MemberId[] {
    const symbol = this.#checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node);
    const read = this.#membersOf(symbol);
    const [declaration] = symbol?.declarations ?? [];
    if (declaration && ts.isBindingElement(declaration) && ts.isObjectBindingPattern(declaration.parent)) {
      const name = declaration.propertyName ?? declaration.name;
      const owner = this.#checker.getTypeAtLocation(declaration.parent);
      if (ts.isIdentifier(name)) read.push(...this.#membersOf(owner.getProperty(name.text)));
    }
    const type = this.#checker.getTypeAtLocation(node);
    return [...new Set([...read, ...this.#aliasesOf(type), ...this.#listedMembers(type)])];
  }

  #aliasesOf(type: ts.Type): MemberId[] {
    const member = this.#members.of(type.aliasSymbol);
    return member === undefined ? [] : [member];
  }

  /**
   * The members whose list of values a type is, of those that the file speaks of: a type of its own may be made of them
   * (`type Kind = Order['kind']`), and does not say so.
   */
  #listedMembers(type: ts.Type): MemberId[] {
    this.#lists ??= this.#members.valueLists(this.#checker);
    const text = this.#source?.text ?? '';
    const values = valuesOfType(this.#checker, type);
    return (values === undefined ? [] : (this.#lists.get(values) ?? [])).filter(member => {
      const [owner = '', ...path] = member.slice(member.indexOf('#') + 1).split('.');
      return text.includes(owner) && text.includes(path.at(-1) ?? owner);
    });
  }

  /** `Order['note']`. */
  #indexedType(node: ts.IndexedAccessTypeNode): void {
    const owner = this.#checker.getTypeFromTypeNode(node.objectType);
    const name = this.#checker.getTypeFromTypeNode(node.indexType);
    if (name.isStringLiteral())
      for (const member of this.#membersOf(owner.getProperty(name.value))) this.#add(member, 'reads', node);
  }

  /** `Order`, and `Pick<Order, 'note'>`. */
  #typeReference(node: ts.TypeReferenceNode): void {
    const symbol = this.#checker.getSymbolAtLocation(node.typeName);
    const aliased = symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    this.#add(this.#members.of(aliased ? this.#checker.getAliasedSymbol(symbol) : symbol), 'names', node);
    const [owner, names] = node.typeArguments ?? [];
    if (!owner || !names || !ts.isIdentifier(node.typeName) || node.typeName.text !== 'Pick') return;
    const type = this.#checker.getTypeFromTypeNode(owner);
    const picked = this.#checker.getTypeFromTypeNode(names);
    for (const name of picked.isUnion() ? picked.types : [picked])
      if (name.isStringLiteral())
        for (const member of this.#membersOf(type.getProperty(name.value))) this.#add(member, 'reads', node);
  }

  /** An expression whose value becomes one of another type. */
  #passOn(node: ts.Expression): void {
    const own = this.#checker.getTypeAtLocation(node);
    if (!mayHoldMembers(own)) return;
    // What is expected is costly to ask for: calls are resolved for it.
    const wanted = this.#checker.getContextualType(node);
    if (!wanted) return;
    if (own !== wanted) this.#follow(node, own, wanted);
    const declared = this.#declaredParameter(node);
    if (declared && declared !== wanted) this.#follow(node, own, declared);
  }

  #follow(node: ts.Expression, own: ts.Type, wanted: ts.Type): void {
    const flow = this.#flows.between(own, wanted);
    for (const { member, ...more } of flow.passed) this.#add(member, 'passes', node, more);
    for (const member of flow.whole) this.#add(member, 'passes', node, { optional: true });
    if (!ts.isObjectLiteralExpression(node)) this.#addFlow(node, flow);
    // What `Pick` names has to be there.
    if (isPicked(wanted))
      for (const picked of wanted.getProperties())
        for (const member of this.#membersOf(picked)) this.#add(member, 'names', node);
  }

  /** What a flow makes of other values. */
  #addFlow(node: ts.Expression, flow: Flow): void {
    for (const made of flow.made) this.found.made.push({ ...made, node, ...this.#place(node) });
    for (const { member, from } of flow.filled) this.#add(member, 'writes', node, { from, optional: true });
  }

  /** What a parameter is declared as, before its type parameters are inferred: `T extends { at: string }`. */
  #declaredParameter(node: ts.Expression): ts.Type | undefined {
    const { parent } = node;
    if (!ts.isCallExpression(parent)) return undefined;
    const signature = this.#checker.getResolvedSignature(parent)?.getDeclaration();
    if (!signature || signature.getSourceFile().isDeclarationFile || !signature.typeParameters) return undefined;
    const parameter = signature.parameters[parent.arguments.indexOf(node)];
    return parameter?.type && this.#checker.getTypeFromTypeNode(parameter.type);
  }

  #written(property: ts.ObjectLiteralElementLike): { from?: ts.Type } {
    if (ts.isPropertyAssignment(property)) return { from: this.#checker.getTypeAtLocation(property.initializer) };
    return ts.isShorthandPropertyAssignment(property) ? { from: this.#checker.getTypeAtLocation(property.name) } : {};
  }

  /** The members that a symbol stands for; a property of a union has one of each part. */
  #membersOf(symbol: ts.Symbol | undefined): MemberId[] {
    const found = new Set<MemberId>();
    for (const declaration of symbol?.declarations ?? []) {
      const member = this.#members.at(declaration);
      if (member !== undefined) found.add(member);
    }
    return [...found];
  }
}

/** Operations are called, events handled and published, however code names them. */
function kindOf(member: MemberId, kind: UseKind, from: ts.Type | undefined): UseKind {
  if (member.includes('/client#')) return kind === 'reads' ? 'calls' : kind;
  if (member.includes('/producers#')) return 'publishes';
  if (member.includes('/handlers#') && (kind === 'values' || (from && isText(from)))) return 'ignores';
  if (member.includes('/handlers#') || member.includes('/server#')) return 'handles';
  return kind;
}

/**
 * Whether a literal may have more than is declared: it, or one around it, is spread into another, or is the result of a
 * function that declares none (no excess property check there).
 */
function isLoose(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isSpreadAssignment(parent)) return true;
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) {
    const owner = ts.isArrowFunction(parent) ? parent : ts.findAncestor(parent, ts.isFunctionLike);
    return owner?.type === undefined;
  }
  const isWithin =
    ts.isParenthesizedExpression(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isArrayLiteralExpression(parent);
  return isWithin && isLoose(parent);
}

/** `Pick<Order, 'note'>`, and a type that is a name for one. */
function isPicked({ aliasSymbol }: ts.Type): boolean {
  const declared = aliasSymbol?.declarations?.find(ts.isTypeAliasDeclaration)?.type;
  const name = declared && ts.isTypeReferenceNode(declared) ? declared.typeName : undefined;
  return aliasSymbol?.name === 'Pick' || (name !== undefined && ts.isIdentifier(name) && name.text === 'Pick');
}

/** `'ignore'` in place of a function. */
function isText(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.StringLike) !== 0;
}

function isWritten(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/**
 * Whether values of a type may have members of ours: texts and numbers have none, nor have types of libraries alone.
 */
function mayHoldMembers(type: ts.Type): boolean {
  if (type.isUnionOrIntersection()) return type.types.some(mayHoldMembers);
  if ((type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Instantiable)) === 0) return false;
  const isLibrary = type.symbol?.declarations?.[0]?.getSourceFile().isDeclarationFile ?? false;
  const isGeneric =
    (type.aliasTypeArguments?.length ?? 0) > 0 ||
    ('typeArguments' in type && type.typeArguments !== undefined) ||
    'resolvedTypeArguments' in type;
  return !isLibrary || isGeneric;
}

/** Whether the value of an expression goes somewhere that has a type of its own. */
function isPassedOn(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.arguments?.includes(node) ?? false;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isPropertyDeclaration(parent))
    return parent.initializer === node && parent.type !== undefined;
  if (ts.isArrowFunction(parent)) return parent.body === node;
  if (ts.isBinaryExpression(parent))
    return parent.right === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  return (
    ts.isReturnStatement(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isJsxExpression(parent) ||
    ts.isYieldExpression(parent)
  );
}

/** The parts of a union that a literal may be: those whose literal members it does not contradict. */
function fittingParts(node: ts.ObjectLiteralExpression, wanted: ts.Type): ts.Type[] {
  if (!wanted.isUnion()) return [wanted];
  const literals = new Map<string, string | number>();
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) continue;
    const { initializer } = property;
    if (ts.isNumericLiteral(initializer)) literals.set(property.name.text, Number(initializer.text));
    if (ts.isStringLiteral(initializer)) literals.set(property.name.text, initializer.text);
  }
  return wanted.types.filter(part =>
    [...literals].every(([name, value]) => {
      const declaration = part.getProperty(name)?.valueDeclaration;
      const type = declaration && ts.isPropertySignature(declaration) ? declaration.type : undefined;
      if (!type || !ts.isLiteralTypeNode(type)) return true;
      if (ts.isNumericLiteral(type.literal)) return Number(type.literal.text) === value;
      return !ts.isStringLiteral(type.literal) || type.literal.text === value;
    }),
  );
}

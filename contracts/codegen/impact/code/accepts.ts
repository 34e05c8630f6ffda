import ts from 'typescript';
import { valuesOfType } from './members.ts';
import type { SourceCode } from './source-files.ts';

/** What a value might be beside what it is. */
export type Extra =
  | { kind: 'undefined' }
  | { kind: 'null' }
  | { kind: 'value'; value: string }
  | { kind: 'type'; type: ts.Type };

/**
 * Whether code that reads a value at a node goes on to compile when the value may also be `extra`.
 * @param named how code names the type of the value, `TimelineEntry['type']`: what is made of it grows with it
 */
export function accepts(code: SourceCode, node: ts.Node, extra: Extra, named = ''): boolean {
  const values = extra.kind === 'value' ? valuesOfType(code.checker, code.checker.getTypeAtLocation(node)) : undefined;
  const list = values === undefined || named === '' ? undefined : { values, named, file: node.getSourceFile() };
  return new Acceptance(code, extra, list).node(node, 0);
}

const DEPTH = 6;
const comparisons = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);
const choices = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

/** The values that a value is one of, how code names their type, and where it is read. */
interface List {
  values: string;
  named: string;
  file: ts.SourceFile;
}

class Acceptance {
  readonly #code: SourceCode;
  readonly #checker: ts.TypeChecker;
  readonly #extra: Extra;
  readonly #list: List | undefined;

  constructor(code: SourceCode, extra: Extra, list: List | undefined) {
    this.#list = list;
    this.#code = code;
    this.#checker = code.checker;
    this.#extra = extra;
  }

  node(node: ts.Node, depth: number): boolean {
    if (depth > DEPTH) return true;
    if (ts.isBindingElement(node)) return this.#binding(node, depth);
    return !ts.isExpression(node) || this.#isNarrowed(node) || this.#expression(node, depth);
  }

  #binding(node: ts.BindingElement, depth: number): boolean {
    if (node.initializer && this.#extra.kind === 'undefined') return true;
    if (!ts.isIdentifier(node.name)) return !this.#isNothing;
    return this.#references(node.name, depth);
  }

  /** Whether every place that reads a variable takes it. */
  #references(name: ts.Identifier, depth: number): boolean {
    return this.#everyReference(name, node => this.#isNarrowed(node) || this.#expression(node, depth + 1));
  }

  #everyReference(name: ts.Identifier, test: (node: ts.Identifier) => boolean): boolean {
    const symbol = this.#checker.getSymbolAtLocation(name);
    const scope = scopeOf(name);
    let taken = true;
    const visit = (node: ts.Node): void => {
      if (!taken) return;
      if (ts.isIdentifier(node) && node !== name && node.text === name.text && ts.isExpression(node)) {
        const own = ts.isShorthandPropertyAssignment(node.parent)
          ? this.#checker.getShorthandAssignmentValueSymbol(node.parent)
          : this.#checker.getSymbolAtLocation(node);
        if (own === symbol) taken = test(node);
      }
      ts.forEachChild(node, visit);
    };
    visit(scope);
    return taken;
  }

  /** Whether a check before the place leaves the value out: `if (note === undefined) return`. */
  #isNarrowed(node: ts.Expression): boolean {
    if (!this.#isNothing) return false;
    const text = node.getText();
    for (let at: ts.Node = node; at.parent && !ts.isFunctionLike(at); at = at.parent) {
      const { parent } = at;
      const inside =
        (ts.isIfStatement(parent) && parent.thenStatement === at && this.#leavesOut(parent.expression, text)) ||
        (ts.isConditionalExpression(parent) && parent.condition !== at && this.#leavesOut(parent.condition, text)) ||
        (ts.isBinaryExpression(parent) &&
          parent.right === at &&
          choices.has(parent.operatorToken.kind) &&
          this.#leavesOut(parent.left, text));
      if (inside) return true;
    }
    return false;
  }

  /** Whether a condition on a value says that it is not the extra: `phone !== undefined` leaves null in. */
  #leavesOut(condition: ts.Node, text: string): boolean {
    if (ts.isExpression(condition) && condition.getText() === text) {
      const { parent } = condition;
      if (!ts.isBinaryExpression(parent) || !comparisons.has(parent.operatorToken.kind)) return true;
      const isLoose =
        parent.operatorToken.kind === ts.SyntaxKind.EqualsEqualsToken ||
        parent.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsToken;
      const other = (parent.left === condition ? parent.right : parent.left).getText();
      return isLoose || !['undefined', 'null'].includes(other) || other === this.#extra.kind;
    }
    return ts.forEachChild(condition, child => this.#leavesOut(child, text)) ?? false;
  }

  #expression(node: ts.Expression, depth: number): boolean {
    const { parent } = node;
    const isNothing = this.#isNothing;
    if (
      ts.isParenthesizedExpression(parent) ||
      ts.isAwaitExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent)
    )
      return this.#expression(parent, depth);
    if (ts.isNonNullExpression(parent)) return true;
    if (ts.isPropertyAccessExpression(parent)) return this.#hasProperty(parent);
    if (ts.isElementAccessExpression(parent))
      return parent.expression === node
        ? !isNothing || parent.questionDotToken !== undefined
        : this.#isKeyOf(this.#checker.getTypeAtLocation(parent.expression));
    if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node)
      return !isNothing || (ts.isCallExpression(parent) && parent.questionDotToken !== undefined);
    if (ts.isBinaryExpression(parent)) return this.#operand(node, parent, depth);
    if (ts.isPrefixUnaryExpression(parent)) return !isNothing || parent.operator === ts.SyntaxKind.ExclamationToken;
    if (ts.isConditionalExpression(parent)) return parent.condition === node || this.#expression(parent, depth);
    if (ts.isSpreadElement(parent) || ts.isForOfStatement(parent)) return !isNothing;
    if (ts.isSwitchStatement(parent)) return isNothing || isComplete(parent);
    if (ts.isVariableDeclaration(parent) && !parent.type)
      return ts.isIdentifier(parent.name) ? this.#references(parent.name, depth + 1) : !isNothing;
    if (ts.isJsxExpression(parent) && !ts.isJsxAttribute(parent.parent)) return true;
    if (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent)) return this.#property(parent);
    const wanted = this.#checker.getContextualType(node);
    return wanted === undefined || this.#takes(wanted);
  }

  #operand(node: ts.Expression, parent: ts.BinaryExpression, depth: number): boolean {
    const { kind } = parent.operatorToken;
    if (comparisons.has(kind)) return this.#isComparable(parent.left === node ? parent.right : parent.left);
    if (choices.has(kind)) {
      const leavesOut = kind !== ts.SyntaxKind.AmpersandAmpersandToken && parent.left === node && this.#isNothing;
      if (leavesOut) return true;
      return kind === ts.SyntaxKind.AmpersandAmpersandToken && parent.left === node
        ? true
        : this.#expression(parent, depth);
    }
    if (kind === ts.SyntaxKind.EqualsToken && parent.right === node)
      return this.#takes(this.#checker.getTypeAtLocation(parent.left));
    return this.#extra.kind === 'value' || (this.#extra.kind === 'type' && kind === ts.SyntaxKind.PlusToken);
  }

  get #isNothing(): boolean {
    return this.#extra.kind === 'undefined' || this.#extra.kind === 'null';
  }

  #hasProperty(node: ts.PropertyAccessExpression): boolean {
    if (this.#extra.kind !== 'type') return !this.#isNothing || node.questionDotToken !== undefined;
    return (
      this.#checker.getPropertyOfType(this.#checker.getApparentType(this.#extra.type), node.name.text) !== undefined
    );
  }

  /** Values of types that have nothing in common are not compared. */
  #isComparable(other: ts.Expression): boolean {
    if (this.#extra.kind !== 'type') return true;
    const type = this.#checker.getTypeAtLocation(other);
    const isNothing = (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Any)) !== 0;
    return isNothing || this.#checker.isTypeAssignableTo(type, this.#extra.type);
  }

  /** A property of a literal: what is wanted there, without what `?` alone adds. */
  #property(node: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): boolean {
    const owner = this.#checker.getContextualType(node.parent);
    if (!(ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))) return true;
    const { text } = node.name;
    if (owner) return this.#propertyOf(owner, text, node);
    const { parent } = node.parent;
    if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return true;
    // `const shipment = { method }; … { ...shipment }`: what is wanted where the variable goes.
    return this.#everyReference(parent.name, place => {
      const goesTo = this.#checker.getContextualType(ts.isSpreadAssignment(place.parent) ? place.parent.parent : place);
      return goesTo === undefined || this.#propertyOf(goesTo, text, place);
    });
  }

  #propertyOf(owner: ts.Type, text: string, node: ts.Node): boolean {
    const parts = owner.isUnion() ? owner.types : [owner];
    const wanted = parts.flatMap(part => part.getProperty(text) ?? []);
    if (wanted.length === 0) {
      const others = parts.flatMap(part => this.#checker.getIndexTypeOfType(part, ts.IndexKind.String) ?? []);
      return others.length === 0 || others.some(type => this.#takes(type));
    }
    return wanted.some(symbol => {
      const { valueDeclaration: declared } = symbol;
      const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
      const type = this.#checker.getTypeOfSymbol(symbol);
      if (this.#extra.kind !== 'undefined' || !isOptional) return this.#takes(type, declared);
      if (!this.#code.isExact(node.getSourceFile())) return true;
      return (
        declared !== undefined &&
        ts.isPropertySignature(declared) &&
        declared.type !== undefined &&
        this.#takes(this.#checker.getTypeFromTypeNode(declared.type))
      );
    });
  }

  /** Whether a type is made of the list, as the place that reads, or the one that declares what is wanted, says. */
  #growsWith(type: ts.Type, declared: ts.Declaration | undefined): boolean {
    if (this.#list === undefined || valuesOfType(this.#checker, type) !== this.#list.values) return false;
    const { named, file } = this.#list;
    return file.text.includes(named) || (declared?.getSourceFile().text.includes(named) ?? false);
  }

  #takes(type: ts.Type, declared?: ts.Declaration): boolean {
    if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) !== 0) return true;
    if (this.#growsWith(type, declared)) return true;
    return this.#checker.isTypeAssignableTo(this.#type(), type);
  }

  #isKeyOf(type: ts.Type): boolean {
    if (this.#extra.kind !== 'value') return false;
    // `Record<OrderStatus, string>` has what the list has: its literal is what lacks an entry.
    if ('objectFlags' in type && (Number(type.objectFlags) & ts.ObjectFlags.Mapped) !== 0) return true;
    return (
      this.#checker.getIndexTypeOfType(type, ts.IndexKind.String) !== undefined ||
      type.getProperty(JSON.parse(this.#extra.value)) !== undefined
    );
  }

  #type(): ts.Type {
    if (this.#extra.kind === 'type') return this.#extra.type;
    if (this.#extra.kind === 'undefined') return this.#checker.getUndefinedType();
    if (this.#extra.kind === 'null') return this.#checker.getNullType();
    const value: unknown = JSON.parse(this.#extra.value);
    return typeof value === 'number'
      ? this.#checker.getNumberLiteralType(value)
      : this.#checker.getStringLiteralType(String(value));
  }
}

/** A switch that says what becomes of other values. */
function isComplete(node: ts.SwitchStatement): boolean {
  if (node.caseBlock.clauses.some(ts.isDefaultClause)) return true;
  const { parent } = node;
  return !ts.isBlock(parent) || parent.statements.at(-1) !== node || !ts.isFunctionLike(parent.parent);
}

function scopeOf(name: ts.Node): ts.Node {
  for (let at = name.parent; at; at = at.parent)
    if (ts.isBlock(at) || ts.isFunctionLike(at) || ts.isSourceFile(at) || ts.isModuleBlock(at)) return at;
  return name.getSourceFile();
}

import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

const storefront = path.resolve(import.meta.dirname, '..');
const files = fs.globSync('{app,client,parts,server,shop}/**/*.{ts,tsx}', {
  cwd: storefront,
  exclude: ['**/*.test.{ts,tsx}'],
});

/** Attributes, and properties of objects that become them, that are read or heard. */
const attributes = new Set(['aria-label', 'placeholder', 'title', 'alt', 'label', 'hint', 'why', 'pendingLabel']);
const properties = new Set(['title', 'text', 'description', 'label']);

const hasLetter = (text: string): boolean => /\p{L}/u.test(text);

/** The texts that an expression may result in. */
function textsOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.flatMap(span => [span.literal.text, ...textsOf(span.expression)])];
  if (ts.isParenthesizedExpression(node) || ts.isJsxExpression(node))
    return node.expression ? textsOf(node.expression) : [];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (!ts.isBinaryExpression(node)) return [];
  const { kind } = node.operatorToken;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return textsOf(node.right);
  const isEither = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken];
  return isEither.includes(kind) ? [...textsOf(node.left), ...textsOf(node.right)] : [];
}

const isChild = (node: ts.Node): boolean => ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent);
const nameOf = (node: ts.ObjectLiteralElementLike): string | undefined => node.name?.getText();

/** What a node has of texts that shoppers read: text of JSX, attributes, and what becomes a link or a title. */
function shownTexts(node: ts.Node): string[] {
  if (ts.isJsxText(node)) return [node.text];
  if (ts.isJsxExpression(node)) return isChild(node) ? textsOf(node) : [];
  if (ts.isJsxAttribute(node))
    return node.initializer && attributes.has(node.name.getText()) ? textsOf(node.initializer) : [];
  if (!ts.isPropertyAssignment(node)) return [];
  const name = nameOf(node) ?? '';
  const isLink =
    name === 'name' &&
    node.getSourceFile().fileName.endsWith('x') &&
    node.parent.properties.some(other => nameOf(other) === 'path');
  return properties.has(name) || isLink ? textsOf(node.initializer) : [];
}

function literalTexts(file: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    found.push(...shownTexts(node).filter(hasLetter));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return found.map(text => `${file}: ${text.trim()}`);
}

test('what shoppers read comes from the messages', () => {
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap(file => literalTexts(file, fs.readFileSync(path.join(storefront, file), 'utf8')));
  expect(found).toEqual([]);
});

test.each([
  ['<p>Sold out</p>', ['Sold out']],
  ["<p>{isOut ? 'Sold out' : words.left}</p>", ['Sold out']],
  ['<p>{isOut && `Only ` + count}</p>', ['Only']],
  ['<button aria-label={name || \'Remove\'} className="button">×</button>', ['Remove']],
  ["const metadata = { title: 'Cart' };", ['Cart']],
  ["const home = [{ name: 'Home', path: '/' }];", ['Home']],
  ['<p className="mt-3">{words.text} · {count}</p>', []],
])('%s has the texts %j', (source, texts) => {
  expect(literalTexts('a.tsx', source)).toEqual(texts.map(text => `a.tsx: ${text}`));
});

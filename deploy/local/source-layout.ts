import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './folders.ts';

/** `node deploy/local/source-layout.ts` fails with the lines of source and YAML files that are too wide or packed. */
const MAX_WIDTH = 120;
/** What may follow the last literal of a line: `', async () => {`. */
const MAX_REST = 20;
const GENERATED = /^generated\/|\/(generated|fixtures|conformance)\/|\.fixtures\.tsx?$|\/prisma\/client\//;

/** A literal cannot be broken by the formatter: text in quotes or backticks, regular expressions, text of JSX. */
function isLiteral(node: ts.Node): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateLiteralToken(node) ||
    ts.isRegularExpressionLiteral(node) ||
    ts.isJsxText(node)
  );
}

/** Whether a literal, or an expression in a template, has characters between two positions. */
function hasLiteral(source: ts.SourceFile, from: number, to: number): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (to < node.getStart(source) || from >= node.end) return;
    if (isLiteral(node) || ts.isTemplateExpression(node)) found = true;
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The numbers of the lines of a source file that are over 120 wide, where a literal does not make them so. */
export function tooWideLines(file: string, text: string): number[] {
  const lines = text.split('\n');
  if (lines.every(line => line.length <= MAX_WIDTH)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const starts = source.getLineStarts();
  return lines.flatMap((line, index) => {
    const start = starts[index] ?? 0;
    const endsWithLiteral = () => hasLiteral(source, start + MAX_WIDTH - MAX_REST, start + MAX_WIDTH);
    return line.length > MAX_WIDTH && !endsWithLiteral() ? [index + 1] : [];
  });
}

/**
 * The numbers of the lines of a YAML file that are over 120 wide, where a blank could be a line break: flow collections
 * can be written as blocks, texts folded and comments wrapped, a URL or a pattern alone on its line cannot.
 */
export function tooWideYamlLines(text: string): number[] {
  return text.split('\n').flatMap((line, index) => {
    const value = line.replace(/^\s*(#\s+|-\s+)*([^\s'"{[]+:\s+)?/, '').trimEnd();
    return line.length > MAX_WIDTH && value.includes(' ') ? [index + 1] : [];
  });
}

/**
 * Several members or declarations on one line: a literal that is spread into a literal of its kind, or a list of names
 * that is declared as a list of as many values.
 */
function isPacked(node: ts.Node): boolean {
  if (ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent)) {
    const { name, initializer } = node;
    return (
      ts.isVariableStatement(node.parent.parent) &&
      ts.isArrayBindingPattern(name) &&
      initializer !== undefined &&
      ts.isArrayLiteralExpression(initializer) &&
      !initializer.elements.some(ts.isSpreadElement)
    );
  }
  return (
    (ts.isSpreadAssignment(node) && ts.isObjectLiteralExpression(node.expression)) ||
    (ts.isSpreadElement(node) && ts.isArrayLiteralExpression(node.expression))
  );
}

/** The numbers of the lines of a source file that are packed. */
export function packedLines(file: string, text: string): number[] {
  if (!/\.{3}\s*[[{]|\](: [^=\n]*)? = \[/.test(text)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    if (isPacked(node)) found.push(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

if (import.meta.main) {
  const kinds = ['*.ts', '*.tsx', '*.mjs', '*.yaml', '*.yml'];
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...kinds], { cwd: root });
  const files = listed
    .toString()
    .split('\n')
    .filter(file => file && !GENERATED.test(file));
  const faults = files.flatMap(file => {
    const absolute = path.join(root, file);
    const text = fs.existsSync(absolute) ? fs.readFileSync(absolute, 'utf8') : '';
    const isYaml = /\.ya?ml$/.test(file);
    const wide = isYaml ? tooWideYamlLines(text) : tooWideLines(file, text);
    const packed = isYaml ? [] : packedLines(file, text);
    return [
      ...wide.map(line => `${file}:${line}: wider than ${MAX_WIDTH}`),
      ...packed.map(line => `${file}:${line}: packed: a property, an element or a declaration a line`),
    ];
  });
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

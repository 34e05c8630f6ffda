import ts from 'typescript';
import type { SourceCode } from './source-files.ts';

/** The files that import each file, types included. */
export function importersOf({ program, checker }: SourceCode): Map<ts.SourceFile, Set<ts.SourceFile>> {
  const importers = new Map<ts.SourceFile, Set<ts.SourceFile>>();
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile) continue;
    for (const specifier of specifiersOf(file)) {
      const target = checker.getSymbolAtLocation(specifier)?.declarations?.[0]?.getSourceFile();
      if (target) importers.set(target, (importers.get(target) ?? new Set()).add(file));
    }
  }
  return importers;
}

function specifiersOf(file: ts.SourceFile): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
      found.push(node.moduleSpecifier);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      found.push(...node.arguments.slice(0, 1));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The files, and every file that imports one of them, directly or through others. */
export function reachOf(
  files: readonly ts.SourceFile[],
  importers: ReadonlyMap<ts.SourceFile, ReadonlySet<ts.SourceFile>>,
): Set<ts.SourceFile> {
  const reached = new Set(files);
  const queue = [...files];
  for (let file = queue.pop(); file; file = queue.pop())
    for (const importer of importers.get(file) ?? []) {
      if (reached.has(importer)) continue;
      reached.add(importer);
      queue.push(importer);
    }
  return reached;
}

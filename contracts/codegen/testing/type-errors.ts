import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  types: ['node'],
};

/** What the compiler says of files and of those that they import: `types.ts:3 …`. `more` are options beside ours. */
export function typeErrorsOf(files: readonly string[], more: ts.CompilerOptions = {}): string[] {
  const typeRoots = [fileURLToPath(new URL('../../../node_modules/@types', import.meta.url))];
  const found = ts.getPreEmitDiagnostics(ts.createProgram(files, { ...options, ...more, typeRoots }));
  return found.map(({ file, start = 0, messageText }) => {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
    return `${file ? basename(file.fileName) : ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { findFiles } from '../../document/glob.ts';
import { importingFiles } from './importing-files.ts';

/** The code of a project as the compiler sees it. */
export interface SourceCode {
  root: string;
  program: ts.Program;
  checker: ts.TypeChecker;
  /** Reads a file of the program once. */
  host: ts.CompilerHost;
  /** The files of the project itself, without tests and what only tests use. */
  files: readonly ts.SourceFile[];
  /** Whether an optional property of a file's types may not be undefined (`exactOptionalPropertyTypes`). */
  isExact(file: ts.SourceFile): boolean;
}

const testCode = /\.test\.tsx?$|\/testing\/|\/fixtures\/|^pact\/|^bench\//;

/**
 * Reads the code of every `tsconfig.json` in the root and one folder below. All of it is one program, so that a type
 * is the same everywhere; the options are those of the last configuration, which differ in nothing that types depend on
 * but `jsx` and libraries. Where `accept` is given, only files that it takes are read, and where `wanted` is, only
 * those that import a file that it names.
 */
export function readSourceCode(
  root: string,
  accept: (file: string) => boolean = () => true,
  wanted?: (file: string) => boolean,
): SourceCode {
  const configurations = ['tsconfig.json', ...findFiles(root, '*/tsconfig.json')]
    .map(name => join(root, name))
    .filter(file => existsSync(file));
  const names = new Set<string>();
  const exact = new Set<string>();
  let options: ts.CompilerOptions = {};
  const host: ts.ParseConfigFileHost = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  for (const file of configurations) {
    const parsed = ts.getParsedCommandLineOfConfigFile(file, {}, host);
    if (!parsed) continue;
    const types = [...(options.types ?? []), ...(parsed.options.types ?? [])];
    options = { ...parsed.options, ...(types.length > 0 && { types: [...new Set(types)] }) };
    for (const name of parsed.fileNames) {
      names.add(name);
      if (parsed.options.exactOptionalPropertyTypes) exact.add(name);
    }
  }
  const pathOf = (name: string): string => relative(root, name).replaceAll('\\', '/');
  const own = [...names].filter(name => !testCode.test(pathOf(name)) && accept(pathOf(name)));
  const rootNames = wanted ? importingFiles(root, own, name => wanted(pathOf(name))) : own;
  const compilerOptions = { ...options, noEmit: true, skipLibCheck: true };
  const compilerHost = cachingHost(compilerOptions);
  const program = ts.createProgram(rootNames, compilerOptions, compilerHost);
  const roots = new Set(rootNames);
  return {
    root: resolve(root),
    program,
    checker: program.getTypeChecker(),
    host: compilerHost,
    isExact: file => exact.has(file.fileName),
    files: program.getSourceFiles().filter(file => roots.has(file.fileName) && !file.isDeclarationFile),
  };
}

function cachingHost(options: ts.CompilerOptions): ts.CompilerHost {
  // The checker sets the parents of nodes; comments are none of its business.
  const host = ts.createCompilerHost(options);
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  const read = host.getSourceFile.bind(host);
  const known = new Map<string, ts.SourceFile | undefined>();
  host.getSourceFile = (file, languageVersion) => {
    if (!known.has(file)) known.set(file, read(file, languageVersion));
    return known.get(file);
  };
  return host;
}

/** The path of a file, relative to the project, with `/`. */
export function pathIn(root: string, file: ts.SourceFile): string {
  return relative(root, file.fileName).replaceAll('\\', '/');
}

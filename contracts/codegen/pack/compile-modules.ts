import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

/**
 * TypeScript as a package ships it: JavaScript and declarations, with the modules of a folder that they import, at
 * `from`. By path; nothing else of the folder is among them.
 */
export function compileModules(
  modules: ReadonlyMap<string, string>,
  imported: { from: string; folder: string },
): Map<string, string> {
  const root = mkdtempSync(join(tmpdir(), 'covenant-pack-'));
  try {
    cpSync(imported.folder, join(root, imported.from), {
      recursive: true,
      filter: file => !/\.test\.|[\\/]testing$/.test(file),
    });
    for (const [name, code] of modules) writeFileSync(join(root, name), code);
    return emit(root, [...modules.keys()]);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function emit(root: string, names: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  const put = (file: string, text: string) => files.set(relative(root, file).split(sep).join('/'), text);
  const program = ts.createProgram(
    names.map(name => join(root, name)),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
      declaration: true,
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
      rootDir: root,
      outDir: root,
    },
  );
  program.emit(undefined, (file, text) => put(file, file.endsWith('.d.ts') ? withJsImports(text) : text));
  // A runtime that was built before is there as JavaScript with declarations, which no compiler writes again.
  const built = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.js'));
  for (const file of reached(root, files, built)) {
    put(join(root, file), readFileSync(join(root, file), 'utf8'));
    const declarations = file.replace(/\.js$/, '.d.ts');
    put(join(root, declarations), withJsImports(readFileSync(join(root, declarations), 'utf8')));
  }
  return files;
}

/** The modules that were there as JavaScript, as far as what was written imports them. */
function reached(root: string, files: ReadonlyMap<string, string>, built: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (file: string, text: string): void => {
    for (const [, module = ''] of text.matchAll(/from ["'](\.[^"']+)\.(?:js|ts)["']/g)) {
      const path = join(file, '..', `${module}.js`).split(sep).join('/');
      if (found.has(path) || !built.includes(path)) continue;
      found.add(path);
      visit(path, readFileSync(join(root, path), 'utf8'));
      visit(path, readFileSync(join(root, path.replace(/\.js$/, '.d.ts')), 'utf8'));
    }
  };
  for (const [file, text] of files) visit(file, text);
  return [...found];
}

/** The compiler leaves `.ts` in the imports of declarations. */
function withJsImports(text: string): string {
  return text.replaceAll(/(from |import\()(["'])(\.[^"']+)\.ts\2/g, '$1$2$3.js$2');
}

import { existsSync, realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import ts from 'typescript';

/**
 * The files that import one of the wanted ones, directly or through others; found in their texts, before anything is
 * parsed. What a specifier leads to that is no path is only known where it is a package of another place: files that
 * import a package of the project itself are taken to reach everything.
 */
export function importingFiles(root: string, files: readonly string[], isWanted: (file: string) => boolean): string[] {
  const importers = new Map<string, string[]>();
  const reached = new Set<string>();
  const queue: string[] = [];
  const reach = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    queue.push(file);
  };
  const read = new Set<string>();
  const packages = new Map<string, boolean>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (read.has(file)) continue;
    read.add(file);
    if (isWanted(file)) reach(file);
    for (const specifier of specifiersOf(file)) {
      const target = targetOf(root, file, specifier, packages);
      if (target === undefined) continue;
      if (target === 'own package') reach(file);
      else {
        importers.set(target, [...(importers.get(target) ?? []), file]);
        open.push(target);
      }
    }
  }
  for (let file = queue.pop(); file !== undefined; file = queue.pop())
    for (const importer of importers.get(file) ?? []) reach(importer);
  return files.filter(file => reached.has(resolve(file)) || file.endsWith('.d.ts'));
}

function specifiersOf(file: string): string[] {
  const text = ts.sys.readFile(file) ?? '';
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

const endings = ['', '.ts', '.tsx', '.d.ts', '/index.ts', '/index.tsx'];
/** The file that a specifier leads to; undefined for what is not of the project. */
function targetOf(root: string, file: string, specifier: string, packages: Map<string, boolean>): string | undefined {
  if (specifier.startsWith('.')) {
    const path = resolve(dirname(file), specifier);
    const bases = [path, path.replace(/\.[cm]?jsx?$/, '')];
    return bases
      .flatMap(base => endings.map(ending => base + ending))
      .find(candidate => /\.[cm]?tsx?$/.test(candidate) && ts.sys.fileExists(candidate));
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const known = packages.get(name) ?? isOwnPackage(root, name);
  packages.set(name, known);
  return known ? 'own package' : undefined;
}

/** A workspace, which is a link that leads into the project; or what only the compiler options know (`paths`). */
function isOwnPackage(root: string, name: string): boolean {
  if (isBuiltin(name)) return false;
  const folder = join(root, 'node_modules', name);
  if (!existsSync(folder)) return true;
  const real = realpathSync(folder);
  return real.startsWith(realpathSync(root) + sep) && !real.includes(`${sep}node_modules${sep}`);
}

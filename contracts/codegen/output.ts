import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Project } from './config.ts';
import { matchesPattern } from './document/glob.ts';
import { isGenerated, sourceOf } from './generated-header.ts';

/** What is in the way of the generated files. Nothing was written or removed. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/** Whether the output folder has files that were generated from documents that `pattern` matches. */
export function hasGeneratedFrom(project: Project, pattern: string): boolean {
  const output = resolve(project.root, project.output);
  if (!lstatSync(output, { throwIfNoEntry: false })?.isDirectory()) return false;
  return readdirSync(output, { recursive: true, withFileTypes: true }).some(entry => {
    if (!entry.isFile()) return false;
    const source = sourceOf(read(join(entry.parentPath, entry.name)) ?? '');
    return source !== undefined && matchesPattern(source, pattern);
  });
}

/**
 * Files whose content on disk is not what would be generated: changed, missing, or left over in the output folder.
 * Sorted. Throws `OutputError` where a file that does not carry our header would have to be overwritten or removed.
 */
export function staleFiles(
  project: Project,
  files: ReadonlyMap<string, string>,
  memory = new OutputMemory(),
): string[] {
  const foreign = foreignFiles(project, files, memory);
  if (foreign.length > 0) throw new OutputError(refusal(project, foreign));
  const stale = [...files]
    .filter(([file, content]) => memory.read(resolve(project.root, file)) !== content)
    .map(([file]) => file);
  return [...stale, ...leftovers(project, files)].sort();
}

/** The contents of files as they were read or written last: one that has not been touched since is not read again. */
export class OutputMemory {
  readonly #known = new Map<string, { stamp: string; content: string }>();

  /** The content of a file; undefined where there is none. */
  read(path: string): string | undefined {
    const stamp = stampOf(path);
    if (stamp === undefined) return undefined;
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.content;
    const content = readFileSync(path, 'utf8');
    this.#known.set(path, { stamp, content });
    return content;
  }

  /** Takes down what was written. */
  wrote(path: string, content: string): void {
    const stamp = stampOf(path);
    if (stamp !== undefined) this.#known.set(path, { stamp, content });
  }
}

/** Changes whenever a file is written or replaced by another. */
function stampOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
}

/**
 * Writes what differs and removes what is no longer generated; returns the paths that were touched. Everything is
 * written beside its place before anything is replaced, so a run that fails leaves what was there.
 */
export function writeFiles(
  project: Project,
  files: ReadonlyMap<string, string>,
  memory = new OutputMemory(),
): string[] {
  const stale = staleFiles(project, files, memory);
  const written: { temporary: string; path: string; content: string }[] = [];
  try {
    for (const file of stale) {
      const content = files.get(file);
      if (content === undefined) continue;
      const path = resolve(project.root, file);
      const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
      mkdirSync(dirname(path), { recursive: true });
      written.push({ temporary, path, content });
      writeFileSync(temporary, content);
    }
  } catch (error) {
    for (const { temporary } of written)
      if (lstatSync(temporary, { throwIfNoEntry: false })?.isFile()) rmSync(temporary);
    throw new OutputError(`The generated files cannot be written: ${messageOf(error)}`, { cause: error });
  }
  for (const { temporary, path, content } of written) {
    renameSync(temporary, path);
    memory.wrote(path, content);
  }
  for (const file of stale.filter(path => !files.has(path))) {
    rmSync(resolve(project.root, file));
    removeEmptyFolders(dirname(resolve(project.root, file)), resolve(project.root, project.output));
  }
  return stale;
}

/**
 * Files that are in the way: those of the output folder that carry no header of ours, and whatever else stands where a
 * generated file goes. Files whose name starts with a dot are left alone, unless a generated file goes there.
 */
function foreignFiles(project: Project, files: ReadonlyMap<string, string>, memory: OutputMemory): string[] {
  const inPlace = [...files.keys()].flatMap(file => inTheWay(project.root, file, memory));
  const beside = outputFiles(project).filter(
    file =>
      !files.has(file) &&
      !basename(file).startsWith('.') &&
      !isGenerated(memory.read(resolve(project.root, file)) ?? ''),
  );
  return [...new Set([...inPlace, ...beside])].sort();
}

/**
 * What keeps a generated file from its place: a file of somebody else's, a folder there, or a file instead of its
 * folder.
 */
function inTheWay(root: string, file: string, memory: OutputMemory): string[] {
  const path = resolve(root, file);
  const folder = existingFolder(dirname(path));
  if (!lstatSync(folder).isDirectory()) return [relative(root, folder)];
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined || (stats.isFile() && isGenerated(memory.read(path) ?? '')) ? [] : [file];
}

function existingFolder(folder: string): string {
  let at = folder;
  while (!existsSync(at)) at = dirname(at);
  return at;
}

function refusal(project: Project, foreign: string[]): string {
  const shown = foreign.slice(0, 5).map(file => `  ${file}`);
  const more = foreign.length > shown.length ? [`  and ${foreign.length - shown.length} more`] : [];
  return [
    `Not generated by covenant, so neither overwritten nor removed; \`output\` (${project.output}) must be a folder that holds nothing else:`,
    ...shown,
    ...more,
    'Move them, or name another folder in covenant.config.ts.',
  ].join('\n');
}

/** Generated files of the output folder that the contracts no longer ask for. */
function leftovers(project: Project, files: ReadonlyMap<string, string>): string[] {
  return outputFiles(project).filter(file => !files.has(file) && !basename(file).startsWith('.'));
}

function outputFiles(project: Project): string[] {
  const output = resolve(project.root, project.output);
  if (!existsSync(output)) return [];
  if (!lstatSync(output).isDirectory()) throw new OutputError(`\`output\` (${project.output}) is no folder`);
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      // What was installed is not ours, and reading it would take minutes.
      if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') visit(path);
      else if (entry.isFile()) found.push(relative(project.root, path).split(sep).join('/'));
    }
  };
  visit(output);
  return found;
}

function removeEmptyFolders(folder: string, output: string): void {
  for (let at = folder; at.startsWith(output + sep) && readdirSync(at).length === 0; at = dirname(at)) rmdirSync(at);
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

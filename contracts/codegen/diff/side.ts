import { existsSync, readFileSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Project } from '../config.ts';
import { findFiles, matchesPattern } from '../document/glob.ts';
import { type Source, SourceCache } from '../document/source.ts';
import { filesOf, git, tryGit } from '../git.ts';
import { type ContractVersion, readContract } from './contract-version.ts';

/** One side of a comparison: what it is called, and its contracts. */
export interface Side {
  label: string;
  /** The git revision, where it is one. */
  revision?: string;
  contracts: ContractVersion[];
}

/** A side that is neither a file, nor a folder, nor a git revision; the message says so. */
export class SideError extends Error {}

/** Which files of a project are contracts, relative to its root. */
export interface ContractPatterns {
  root: string;
  patterns: readonly string[];
}

/** The patterns of a project's contracts. */
export function contractPatterns({ root, openapi, asyncapi }: Project): ContractPatterns {
  return { root, patterns: [openapi, asyncapi].filter(pattern => pattern !== undefined) };
}

/**
 * Reads a side: the path of a file or folder, or a git revision of the project; '' is the project as it is on the disk.
 */
export function readSide(text: string, project: ContractPatterns): Side {
  const path = resolve(text);
  if (text === '') return { label: 'the working tree', contracts: readFiles(project.root, matching(project)) };
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) return { label: text, contracts: readFiles(process.cwd(), [path]) };
    const files = findFiles(path, '**/*.{yaml,yml,json}');
    return {
      label: text,
      contracts: readFiles(
        path,
        files.map(file => resolve(path, file)),
      ),
    };
  }
  return { label: text, revision: text, contracts: readRevision(text, project) };
}

/**
 * The contracts of a project as they are on the disk.
 * @param sources files that were read before: what has not changed is not read again
 * @param earlier what an earlier call returned: a contract that has not changed is the same object
 */
export function readWorkingTree(
  project: ContractPatterns,
  sources: ReadonlyMap<string, Source>,
  earlier: readonly ContractVersion[],
): ContractVersion[] {
  return readFiles(project.root, matching(project), new SourceCache(undefined, undefined, sources), earlier);
}

/**
 * The versions that a document had before a revision, one for each `info.version`, newest first, at most 50 commits
 * back.
 */
export function earlierVersions(
  contract: ContractVersion,
  revision: string,
  project: ContractPatterns,
): ContractVersion[] {
  const top = topOf(project.root);
  const path = relative(top, resolve(project.root, contract.name));
  const commits = git(top, ['log', '--format=%H', '-n', '50', revision, '--', path]).split('\n').filter(Boolean);
  const seen = new Set([contract.version]);
  const versions: ContractVersion[] = [];
  for (const commit of commits) {
    const version = readAt(commit, top, project, contract.name);
    if (!version || seen.has(version.version)) continue;
    seen.add(version.version);
    versions.push(version);
  }
  return versions;
}

/** The texts of the files that the patterns fit, by name; as they are in a revision, '' is the disk. */
export function readTexts(revision: string, project: ContractPatterns): Map<string, string> {
  if (revision === '')
    return new Map(matching(project).map(file => [relative(project.root, file), readFileSync(file, 'utf8')]));
  const top = topOf(project.root);
  const names = namesAt(revision, top, project);
  const paths = names.map(name => relative(top, resolve(project.root, name)));
  const texts = filesOf(top, revision, paths);
  return new Map(names.map((name, index) => [name, texts.get(paths[index] ?? '') ?? '']));
}

function namesAt(revision: string, top: string, project: ContractPatterns): string[] {
  // git would take it for an option.
  const listed = revision.startsWith('-') ? undefined : tryGit(top, ['ls-tree', '-r', '-z', '--name-only', revision]);
  if (listed === undefined)
    throw new SideError(`${revision} is no file, no folder, no git revision and no version in a registry`);
  return listed
    .split('\0')
    .map(file => relative(project.root, resolve(top, file)))
    .filter(name => !name.startsWith('..') && project.patterns.some(pattern => matchesPattern(name, pattern)));
}

function readRevision(revision: string, project: ContractPatterns): ContractVersion[] {
  const top = topOf(project.root);
  const names = namesAt(revision, top, project);
  const cache = revisionCache(
    revision,
    top,
    names.map(name => relative(top, resolve(project.root, name))),
  );
  return names.flatMap(name => {
    const contract = readContract(name, resolve(project.root, name), cache, file => `${relative(project.root, file)}`);
    return contract ? [contract] : [];
  });
}

function readAt(commit: string, top: string, project: ContractPatterns, name: string): ContractVersion | undefined {
  const label = (file: string): string => relative(project.root, file);
  try {
    return readContract(name, resolve(project.root, name), revisionCache(commit, top), label);
  } catch {
    return undefined; // the commit that removed it, or one in which it was not readable
  }
}

/** Reads files of a revision: those that are known to be needed at once, the others when they are. */
function revisionCache(revision: string, top: string, paths: readonly string[] = []): SourceCache {
  const texts = filesOf(top, revision, paths);
  return new SourceCache(file => {
    const path = relative(top, file);
    return texts.get(path) ?? git(top, ['show', `${revision}:${path}`]);
  });
}

function readFiles(
  root: string,
  files: readonly string[],
  cache = new SourceCache(),
  earlier: readonly ContractVersion[] = [],
): ContractVersion[] {
  return files.flatMap(file => {
    const known = earlier.find(({ name }) => name === relative(root, file));
    if (known?.isWhole && cache.areCurrent(known.sources)) return [known];
    const contract = readContract(relative(root, file), file, cache, of => relative(process.cwd(), of));
    return contract ? [contract] : [];
  });
}

function matching({ root, patterns }: ContractPatterns): string[] {
  return patterns.flatMap(pattern => findFiles(root, pattern)).map(file => resolve(root, file));
}

function topOf(root: string): string {
  try {
    return git(root, ['rev-parse', '--show-toplevel']).trim();
  } catch {
    throw new SideError(`${root} is in no git repository, so that only files and folders can be compared`);
  }
}

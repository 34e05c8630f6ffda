import { existsSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import type { Project } from './config.ts';
import { findFiles, fixedFolder } from './document/glob.ts';

/** The contract files that a pattern matches, sorted by name. */
export function contractFiles(project: Project, pattern: string): string[] {
  return findFiles(project.root, pattern).map(file => resolve(project.root, file));
}

/** The folders that the patterns of a project look into, as far as they are fixed; only those that there are. */
export function contractFolders({ root, openapi, asyncapi }: Project): string[] {
  const patterns = [openapi, asyncapi].filter(pattern => pattern !== undefined);
  return patterns.map(pattern => resolve(root, fixedFolder(pattern))).filter(folder => existsSync(folder));
}

/** The name of the service that a contract is named after: `orders` for `orders.yaml`. */
export function serviceName(file: string): string {
  return basename(file, extname(file));
}

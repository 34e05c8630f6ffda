import { basename, extname, resolve } from 'node:path';
import type { Project } from './config.ts';
import { findFiles } from './document/glob.ts';

/** The contract files that a pattern matches, sorted by name. */
export function contractFiles(project: Project, pattern: string): string[] {
  return findFiles(project.root, pattern).map(file => resolve(project.root, file));
}

/** The name of the service that a contract is named after: `orders` for `orders.yaml`. */
export function serviceName(file: string): string {
  return basename(file, extname(file));
}

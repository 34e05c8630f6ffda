import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Project } from './config.ts';

/**
 * Files whose content on disk is not what would be generated: changed, missing, or left over in the output folder.
 * Sorted.
 */
export function staleFiles(project: Project, files: Map<string, string>): string[] {
  const stale = [...files]
    .filter(([file, content]) => read(resolve(project.root, file)) !== content)
    .map(([file]) => file);
  return [...stale, ...leftovers(project, files)].sort();
}

/** Writes what differs and removes what is no longer generated; returns the paths that were touched. */
export function writeFiles(project: Project, files: Map<string, string>): string[] {
  const stale = staleFiles(project, files);
  for (const file of stale) {
    const path = resolve(project.root, file);
    const content = files.get(file);
    if (content === undefined) rmSync(path);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }
  return stale;
}

function leftovers(project: Project, files: Map<string, string>): string[] {
  const output = resolve(project.root, project.output);
  if (!existsSync(output)) return [];
  const found = readdirSync(output, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return found
    .map(entry => relative(project.root, join(entry.parentPath, entry.name)))
    .filter(file => !files.has(file));
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

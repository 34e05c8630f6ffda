import { parse } from 'yaml';
import type { Json } from '../document/json.ts';
import { readTexts } from './side.ts';

/**
 * The workflow documents of a project as they are in a git revision, by path; '' is the working tree. What cannot be
 * read is left to the linter.
 */
export function workflowsAt(root: string, pattern: string | undefined, revision: string): Map<string, Json> {
  const found = new Map<string, Json>();
  if (pattern === undefined) return found;
  for (const [file, text] of readTexts(revision, { root, patterns: [pattern] })) {
    try {
      found.set(file, parse(text));
    } catch {
      // the linter says what is wrong with it
    }
  }
  return found;
}

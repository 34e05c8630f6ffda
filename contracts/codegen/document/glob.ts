import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * Whether a path with `/` between its parts fits a pattern: `*` and `?` within a part, `**` for any number of parts,
 * `{a,b}` and `[abc]`. Names that start with a dot fit only where the pattern writes the dot.
 */
export function matchesPattern(path: string, pattern: string): boolean {
  return patternOf(pattern).test(path);
}

/** The files below a folder that a pattern fits, sorted; relative to the folder. What was installed is left out. */
export function findFiles(root: string, pattern: string): string[] {
  const expression = patternOf(pattern);
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') visit(path);
      else if (!entry.isDirectory() && expression.test(path.split(sep).join('/'))) found.push(path);
    }
  };
  visit(fixedFolder(pattern));
  return found.sort();
}

/** The folder that everything is in that a pattern fits. */
export function fixedFolder(pattern: string): string {
  const start = pattern.replace(/^\.\//, '').split('/').slice(0, -1);
  const variable = start.findIndex(part => /[*?[{]/.test(part));
  return start.slice(0, variable === -1 ? undefined : variable).join('/');
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // a folder that is not there holds nothing
  }
}

function patternOf(pattern: string): RegExp {
  return new RegExp(`^${sourceOf(pattern.replace(/^\.\//, ''))}$`, 'u');
}

function sourceOf(pattern: string): string {
  return pattern.replaceAll(/\*\*\/|\*\*|\*|\?|\{([^{}]*)\}|\[([^\]]+)\]|./gsu, (text, choices, set) => {
    if (text === '**/') return '(?:(?!\\.)[^/]+/)*';
    if (text === '**') return '.*';
    if (text === '*') return '(?!\\.)[^/]*';
    if (text === '?') return '[^/]';
    if (choices !== undefined) return `(?:${String(choices).split(',').map(sourceOf).join('|')})`;
    if (set !== undefined) return `[${String(set).replace(/^!/, '^')}]`;
    return escaped(text);
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

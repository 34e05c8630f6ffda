import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { configNames, type Project } from './config.ts';

/** Where the configuration says something; its first line where it cannot be found. */
export function placeInConfig({ root }: Project, text: string): { file: string; line: number; column: number } {
  const [first] = configNames;
  const file = resolve(root, configNames.find(name => existsSync(resolve(root, name))) ?? first);
  // A project that was configured in code has no such file.
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const line = lines.findIndex(content => content.includes(text));
  return line === -1
    ? { file, line: 1, column: 1 }
    : { file, line: line + 1, column: (lines[line]?.indexOf(text) ?? 0) + 1 };
}

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Project } from '../config.ts';
import { testFolder } from './test-folder.ts';

/** The least OpenAPI document of one operation. */
export const smallOpenapi = `openapi: 3.1.1
info: { title: Small, version: 1.0.0 }
paths:
  /things:
    get: { operationId: listThings, responses: { '204': { description: None. } } }
`;

/** A project of these files in a folder of its own; the OpenAPI documents are those in `openapi/`. */
export function projectFolder(files: Readonly<Record<string, string>>, config: Partial<Project> = {}): Project {
  const root = testFolder('project');
  for (const [name, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const runtime = relative(root, fileURLToPath(new URL('../runtime', import.meta.url)));
  return { root, openapi: 'openapi/**/*.{yaml,json}', output: 'generated', runtime, ...config };
}

/** Every file of a folder with its text. */
export function filesIn(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return Object.fromEntries(
    files
      .map(entry => join(entry.parentPath, entry.name))
      .map(file => [relative(root, file), readFileSync(file, 'utf8')]),
  );
}

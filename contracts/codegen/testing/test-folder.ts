import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new temporary folder, which is deleted after the last test of the suite that made it. */
export function testFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `covenant-${name}-`));
  folders.push(folder);
  return folder;
}

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is in the way of a site. Nothing was written or removed. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
}

/** The file that says which files of a folder are ours. */
const MANIFEST = 'covenant-docs.json';

/**
 * Writes a site with its style and script into a folder, whole or not at all. Throws `SiteError` for a folder that has
 * files which no site before it wrote.
 */
export function writeSite(output: string, files: ReadonlyMap<string, string>): void {
  const folder = resolve(output);
  const foreign = existsSync(folder) ? foreignFiles(folder) : [];
  if (foreign.length > 0)
    throw new SiteError(
      `${output} has files that are not of a site of ours, so nothing is written: ${foreign.slice(0, 3).join(', ')}`,
    );
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    cpSync(assetsFolder(), join(draft, 'assets'), { recursive: true });
    for (const [name, text] of files) {
      mkdirSync(dirname(join(draft, name)), { recursive: true });
      writeFileSync(join(draft, name), text);
    }
    writeFileSync(join(draft, MANIFEST), `${JSON.stringify(filesOf(draft), null, 1)}\n`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function foreignFiles(folder: string): string[] {
  const manifest = join(folder, MANIFEST);
  const listed: unknown = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : [];
  const ours = new Set<unknown>([MANIFEST, ...(Array.isArray(listed) ? listed : [])]);
  return filesOf(folder).filter(file => !ours.has(file));
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** The style and the script: beside this folder, built one folder further up. */
function assetsFolder(): string {
  const candidates = ['../docs-assets', '../../docs-assets'].map(path => fileURLToPath(new URL(path, import.meta.url)));
  const found = candidates.find(existsSync);
  if (found === undefined) throw new SiteError('The style and script of the site are not where the tool is');
  return found;
}

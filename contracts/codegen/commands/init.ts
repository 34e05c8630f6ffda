import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { type CovenantConfig, configNames, type ImportExtension } from '../config.ts';
import { findFiles } from '../document/glob.ts';
import { quote } from '../names.ts';
import { type Command, onlyOne, parseOptions } from './command.ts';

export const init: Command = {
  summary: 'Writes covenant.config.ts for the documents that it finds',
  usage: () => `covenant init [FOLDER]: writes covenant.config.ts for the documents that it finds
  FOLDER     the project (here)
An existing configuration is left as it is.`,
  run: async args => {
    const { rest } = parseOptions(args, []);
    const root = resolve(onlyOne(rest, process.cwd()));
    const known = configNames.find(name => existsSync(join(root, name)));
    if (known !== undefined) return { output: `There is ${known} already; it is left as it is.`, exitCode: 2 };
    const documents = findDocuments(root);
    if (documents.openapi.length + documents.asyncapi.length === 0)
      return { output: `No OpenAPI or AsyncAPI document is below ${root}.`, exitCode: 1 };
    const { output, importExtension } = await compilerChoices(root);
    const config: CovenantConfig = {
      ...patternOf('openapi', documents),
      ...patternOf('asyncapi', documents),
      output,
      ...(importExtension && { importExtension }),
    };
    writeFileSync(join(root, configNames[0]), configText(config));
    const found = [...documents.openapi, ...documents.asyncapi].map(file => `  ${file}`);
    return { output: ['covenant.config.ts is written for', ...found, next].join('\n'), exitCode: 0 };
  },
};

const next = 'Next: `covenant lint` says what is wrong with them, `covenant generate` writes the code.';

export interface Documents {
  openapi: string[];
  asyncapi: string[];
  /** Further files of the kind, such as schemas that documents refer to. */
  others: string[];
}

/** The documents below a folder, by what their first lines say. */
export function findDocuments(root: string): Documents {
  const documents: Documents = { openapi: [], asyncapi: [], others: [] };
  for (const file of findFiles(root, '**/*.{yaml,yml,json}')) {
    if (/(^|\/)(dist|build|coverage)\//.test(file)) continue;
    const keys = topKeys(file, readFileSync(join(root, file), 'utf8'));
    const has = (...names: string[]) => names.some(name => keys.has(name));
    if (has('asyncapi') && has('channels', 'operations')) documents.asyncapi.push(file);
    else if (has('openapi', 'swagger') && has('paths', 'webhooks')) documents.openapi.push(file);
    else documents.others.push(file);
  }
  return documents;
}

/** The names of what a file says at its top; of YAML without reading all of it. */
function topKeys(file: string, text: string): Set<string> {
  if (!file.endsWith('.json')) return new Set([...text.matchAll(/^["']?(\w+)["']?\s*:/gm)].map(([, key = '']) => key));
  try {
    const value: unknown = JSON.parse(text);
    return new Set(typeof value === 'object' && value !== null ? Object.keys(value) : []);
  } catch {
    return new Set(); // no JSON, so no document
  }
}

function patternOf(kind: 'openapi' | 'asyncapi', documents: Documents): Partial<CovenantConfig> {
  const files = documents[kind];
  const [first] = files;
  if (first === undefined) return {};
  const pattern = files.length === 1 ? first : commonPattern(files, documents);
  return { [kind]: pattern };
}

/** `folder/*.yaml` where it fits these files and no other, else the files by name. */
function commonPattern(files: readonly string[], documents: Documents): string {
  const folders = new Set(files.map(file => dirname(file)));
  const extensions = new Set(files.map(file => extname(file)));
  const [folder = '.'] = folders;
  const [extension = ''] = extensions;
  const isOne = folders.size === 1 && extensions.size === 1;
  const all = [...documents.openapi, ...documents.asyncapi, ...documents.others];
  const fits = (file: string) => dirname(file) === folder && extname(file) === extension;
  if (isOne && all.filter(fits).length === files.length) return `${folder === '.' ? '' : `${folder}/`}*${extension}`;
  return `{${files.join(',')}}`;
}

/** Where the compiler finds what is generated, and which imports it takes. */
async function compilerChoices(root: string): Promise<{ output: string; importExtension?: ImportExtension }> {
  const file = join(root, 'tsconfig.json');
  if (!existsSync(file)) return { output: 'generated' };
  const { default: ts } = await import('typescript');
  const parsed = ts.parseJsonConfigFileContent(ts.readConfigFile(file, ts.sys.readFile).config, ts.sys, root);
  const { rootDir, allowImportingTsExtensions, rewriteRelativeImportExtensions } = parsed.options;
  const source = rootDir === undefined ? sourceFolder(root, parsed.raw) : resolve(root, rootDir);
  const inside = source === undefined ? '' : source.slice(resolve(root).length + 1);
  return {
    output: inside === '' ? 'generated' : `${inside.replaceAll('\\', '/')}/generated`,
    ...(!allowImportingTsExtensions && !rewriteRelativeImportExtensions && { importExtension: '.js' }),
  };
}

/** The one folder that `include` names. */
function sourceFolder(root: string, raw: unknown): string | undefined {
  const include: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'include') : undefined;
  const [only, ...others]: unknown[] = Array.isArray(include) ? include : [];
  const folder =
    typeof only === 'string' && others.length === 0 ? /^[\w./-]+?(?=\/\*|\/?$)/.exec(only)?.[0] : undefined;
  return folder === undefined ? undefined : resolve(root, folder);
}

function configText(config: CovenantConfig): string {
  const lines = Object.entries(config).map(([key, value]) => `  ${key}: ${quote(String(value))},\n`);
  return `import { defineConfig } from 'covenant';\n\nexport default defineConfig({\n${lines.join('')}});\n`;
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RemoteConfig } from './document/remote-documents.ts';
import {
  blockingRules,
  isSpectralFile,
  leadsToOperation,
  type RuleException,
  type RuleSet,
  ruleSetProblem,
  ruleSets,
} from './lint/rule-set.ts';
import { enableTypeScript } from './type-script.ts';

/** Where a project's contracts are and where what is generated goes; paths are relative to the configuration file. */
export interface CovenantConfig {
  /** Pattern of the OpenAPI documents, one a service; `orders.yaml` names the service `orders`. */
  openapi?: string;
  /** Pattern of the AsyncAPI documents, named like the service that publishes. */
  asyncapi?: string;
  /** Pattern of the workflow documents (Arazzo). */
  workflows?: string;
  /** The folder that holds nothing but generated files; `generated` without it. */
  output?: string;
  /** What generated files import: modules of a package, or of a folder (`./runtime`); `covenant/runtime` without it. */
  runtime?: string;
  /**
   * How generated files import one another: `.ts`, which Node runs as it is, or `.js` for compilers that do not take
   * the other (`allowImportingTsExtensions`, `rewriteRelativeImportExtensions`). `.ts` without it.
   */
  importExtension?: ImportExtension;
  /**
   * The schemas, by service, that get a parser in `parsers.ts`: what is stored or passed on, and so read from somewhere
   * that the contract does not check.
   */
  parsers?: Readonly<Record<string, readonly string[]>>;
  /**
   * The services of which types, server and client are written in a file a tag, for documents so large that an editor
   * is slow with one file. What is imported from `types.ts`, `server.ts` and `client.ts` stays the same.
   */
  splitByTag?: readonly string[];
  /** The file of the gateway's route table; left out where there is no gateway. */
  gateway?: string;
  /** The file with the names of secret fields (`x-secret`), for logs and audit logs; left out where nobody needs it. */
  secrets?: string;
  /** What a console for the people who run the system is made of; left out where there is none. */
  admin?: AdminConfig;
  /** Rule sets of the linter: `covenant/recommended` (without it), `covenant/commerce`, Spectral files, one's own. */
  extends?: string | RuleSet | readonly (string | RuleSet)[];
  /** Settings of single rules, and rules of one's own: functions. */
  rules?: RuleSet;
  /** What is accepted as it is, each with the reason. */
  exceptions?: readonly RuleException[];
  /** Documents of other hosts that contracts may refer to; without it, none. */
  remote?: RemoteConfig;
  /** The git revision that versions are compared with, such as the last release; else the merge base with main. */
  base?: string;
  /** Pattern of the pact files; `covenant publish` and `covenant gate` take them into account. */
  pacts?: string;
  /** The YAML file of the breaks that their owners stand for. */
  intendedBreaks?: string;
}

export type ImportExtension = '.ts' | '.js';

export interface AdminConfig {
  /** The folder of the console's resources, inside `output`. */
  output: string;
  /** The security scheme that its users sign in with; its scopes are their roles. */
  scheme: string;
}

/** Gives `covenant.config.ts` its types. */
export function defineConfig(config: CovenantConfig): CovenantConfig {
  return config;
}

/** A configuration with all that it leaves out. */
export interface Project extends CovenantConfig {
  root: string;
  output: string;
  runtime: string;
  extends?: readonly (string | RuleSet)[];
}

/** A configuration that is not there, or lacks something; the message says what. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The names that a configuration may have, the first that is there. */
export const configNames = ['covenant.config.ts', 'covenant.config.js', 'covenant.config.mjs'] as const;

/** Imports the configuration of a folder; throws `ConfigError`, which says what is missing or not valid. */
export async function loadProject(folder: string): Promise<Project> {
  const root = resolve(folder);
  const file = configNames.map(name => resolve(root, name)).find(existsSync);
  if (file === undefined)
    throw new ConfigError(`There is no ${resolve(root, configNames[0])}: \`covenant init\` writes one`);
  const module = await importConfig(file);
  return { ...parseConfig(module.default, file), root };
}

async function importConfig(file: string): Promise<{ default?: unknown }> {
  try {
    enableTypeScript();
    return await import(pathToFileURL(file).href);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${file} cannot be read: ${message}`, { cause: error });
  }
}

const settings: Record<keyof CovenantConfig, true> = {
  openapi: true,
  asyncapi: true,
  workflows: true,
  output: true,
  runtime: true,
  importExtension: true,
  parsers: true,
  splitByTag: true,
  gateway: true,
  secrets: true,
  admin: true,
  base: true,
  pacts: true,
  intendedBreaks: true,
  extends: true,
  rules: true,
  exceptions: true,
  remote: true,
};

function parseConfig(value: unknown, file: string): Omit<Project, 'root'> {
  const given: object = typeof value === 'object' && value !== null ? value : {};
  const unknown = Object.keys(given).find(key => !Object.hasOwn(settings, key));
  if (unknown !== undefined)
    throw new ConfigError(`${file}: \`${unknown}\` is no setting; there are ${Object.keys(settings).join(', ')}`);
  const text = (key: string, from: object = given): string => {
    const setting: unknown = Reflect.get(from, key);
    if (typeof setting !== 'string' || setting === '') throw new ConfigError(`${file}: \`${key}\` must be a text`);
    return setting;
  };
  const has = (key: string) => Reflect.get(given, key) !== undefined;
  if (!has('openapi') && !has('asyncapi'))
    throw new ConfigError(`${file} must export a default configuration with \`openapi\` or \`asyncapi\``);
  const admin: unknown = Reflect.get(given, 'admin');
  const importExtension = has('importExtension') ? text('importExtension') : '.ts';
  if (importExtension !== '.ts' && importExtension !== '.js')
    throw new ConfigError(`${file}: \`importExtension\` is '.ts' or '.js'`);
  return {
    output: has('output') ? text('output') : 'generated',
    runtime: has('runtime') ? text('runtime') : 'covenant/runtime',
    importExtension,
    ...(has('openapi') && { openapi: text('openapi') }),
    ...(has('asyncapi') && { asyncapi: text('asyncapi') }),
    ...(has('workflows') && { workflows: text('workflows') }),
    ...(has('parsers') && { parsers: parseParsers(Reflect.get(given, 'parsers'), file) }),
    ...(has('splitByTag') && { splitByTag: parseServices(Reflect.get(given, 'splitByTag'), file) }),
    ...(has('gateway') && { gateway: text('gateway') }),
    ...(has('secrets') && { secrets: text('secrets') }),
    ...(has('base') && { base: text('base') }),
    ...(has('pacts') && { pacts: text('pacts') }),
    ...(has('intendedBreaks') && { intendedBreaks: text('intendedBreaks') }),
    ...(has('remote') && { remote: parseRemote(Reflect.get(given, 'remote'), file) }),
    ...(has('extends') && { extends: parseExtends(Reflect.get(given, 'extends'), file) }),
    ...(has('rules') && { rules: parseRules(Reflect.get(given, 'rules'), file) }),
    ...(has('exceptions') && { exceptions: parseExceptions(Reflect.get(given, 'exceptions'), file) }),
    ...(typeof admin === 'object' &&
      admin !== null && { admin: { output: text('output', admin), scheme: text('scheme', admin) } }),
  };
}

function parseRemote(value: unknown, file: string): RemoteConfig {
  const given: object = typeof value === 'object' && value !== null ? value : {};
  const allow: unknown = Reflect.get(given, 'allow');
  const folder: unknown = Reflect.get(given, 'folder');
  const starts: unknown[] = Array.isArray(allow) ? allow : [];
  const isStart = (item: unknown): item is string =>
    typeof item === 'string' && /^https?:/.test(item) && URL.canParse(item) && new URL(item).href === item;
  const allowed = starts.filter(isStart);
  if (allowed.length !== starts.length || allowed.length === 0 || typeof folder !== 'string' || folder === '')
    throw new ConfigError(
      `${file}: \`remote\` has \`allow\`, what addresses begin with (https://schemas.example.com/), and a \`folder\``,
    );
  return { allow: allowed, folder };
}

function parseParsers(value: unknown, file: string): Record<string, string[]> {
  const given: object = typeof value === 'object' && value !== null ? value : {};
  const entries = Object.entries(given).map(([service, names]): [string, string[]] => {
    const schemas: unknown[] = Array.isArray(names) ? names : [names];
    return [service, schemas.filter(name => typeof name === 'string')];
  });
  if (entries.length === 0 || entries.some(([, names]) => names.length === 0))
    throw new ConfigError(`${file}: \`parsers\` lists names of schemas by service: { orders: ['Address'] }`);
  return Object.fromEntries(entries);
}

function parseServices(value: unknown, file: string): string[] {
  const names: unknown[] = Array.isArray(value) ? value : [value];
  const services = names.filter(name => typeof name === 'string');
  if (services.length === 0 || services.length < names.length)
    throw new ConfigError(`${file}: \`splitByTag\` lists names of services: ['orders']`);
  return services;
}

function parseExtends(value: unknown, file: string): (string | RuleSet)[] {
  const sets: unknown[] = Array.isArray(value) ? value : [value];
  return sets.map(set => {
    if (typeof set !== 'string') return parseRules(set, file);
    if (Object.hasOwn(ruleSets, set) || isSpectralFile(set)) return set;
    const known = Object.keys(ruleSets).join(', ');
    throw new ConfigError(`${file}: there is no rule set ${set}; there are ${known}, and files of Spectral rulesets`);
  });
}

function parseRules(value: unknown, file: string): RuleSet {
  const isSet = (set: unknown): set is RuleSet => typeof set === 'object' && set !== null && !ruleSetProblem(set);
  if (isSet(value)) return value;
  const problem = typeof value === 'object' && value !== null ? ruleSetProblem(value) : undefined;
  throw new ConfigError(`${file}: ${problem ?? 'rules are settings by name'}`);
}

function parseExceptions(value: unknown, file: string): RuleException[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.map(item => {
    const given: object = typeof item === 'object' && item !== null ? item : {};
    const [rule, reason, at, within]: unknown[] = ['rule', 'reason', 'at', 'file'].map(key => Reflect.get(given, key));
    if (typeof rule !== 'string' || typeof reason !== 'string' || reason.trim() === '')
      throw new ConfigError(`${file}: an exception has a \`rule\` and a \`reason\``);
    if (blockingRules.has(rule) && !(rule === 'not-supported' && typeof at === 'string' && leadsToOperation(at)))
      throw new ConfigError(
        `${file}: \`${rule}\` says that nothing can be generated, which no exception changes; one from \`not-supported\` at an operation (/paths/~1search/get) leaves that out`,
      );
    return {
      rule,
      reason,
      ...(typeof at === 'string' && { at: at.replace(/^#/, '') }),
      ...(typeof within === 'string' && { file: within }),
    };
  });
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where a project's contracts are and where what is generated goes; paths are relative to the configuration file. */
export interface CovenantConfig {
  /** Pattern of the OpenAPI documents, one a service; `orders.yaml` names the service `orders`. */
  openapi?: string;
  /** Pattern of the AsyncAPI documents, named like the service that publishes. */
  asyncapi?: string;
  /** The folder that holds nothing but generated files. */
  output: string;
  /** The folder of the runtime modules that generated files import. */
  runtime: string;
  /** The file of the gateway's route table; left out where there is no gateway. */
  gateway?: string;
  /** What a console for the people who run the system is made of; left out where there is none. */
  admin?: AdminConfig;
  /** The git revision that versions are held against, such as the last release; else the merge base with main. */
  base?: string;
}

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

export interface Project extends CovenantConfig {
  root: string;
}

/** A configuration that is not there, or lacks something; the message says what. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Imports `covenant.config.ts` of a folder; throws `ConfigError`, which says what is missing. */
export async function loadProject(folder: string): Promise<Project> {
  const root = resolve(folder);
  const file = resolve(root, 'covenant.config.ts');
  if (!existsSync(file)) throw new ConfigError(`There is no ${file}`);
  const module: { default?: unknown } = await import(pathToFileURL(file).href);
  return { ...parseConfig(module.default, file), root };
}

function parseConfig(value: unknown, file: string): CovenantConfig {
  const given: object = typeof value === 'object' && value !== null ? value : {};
  const text = (key: string, from: object = given): string => {
    const setting: unknown = Reflect.get(from, key);
    if (typeof setting !== 'string' || setting === '')
      throw new ConfigError(`${file} must export a default configuration with \`${key}\``);
    return setting;
  };
  const has = (key: string) => Reflect.get(given, key) !== undefined;
  if (!has('openapi') && !has('asyncapi'))
    throw new ConfigError(`${file} must export a default configuration with \`openapi\` or \`asyncapi\``);
  const admin: unknown = Reflect.get(given, 'admin');
  return {
    output: text('output'),
    runtime: text('runtime'),
    ...(has('openapi') && { openapi: text('openapi') }),
    ...(has('asyncapi') && { asyncapi: text('asyncapi') }),
    ...(has('gateway') && { gateway: text('gateway') }),
    ...(has('base') && { base: text('base') }),
    ...(typeof admin === 'object' &&
      admin !== null && { admin: { output: text('output', admin), scheme: text('scheme', admin) } }),
  };
}

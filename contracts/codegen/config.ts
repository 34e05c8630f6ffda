import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where a project's contracts are and where what is generated goes; paths are relative to the configuration file. */
export interface CovenantConfig {
  /** Pattern of the OpenAPI documents, one a service; `orders.yaml` names the service `orders`. */
  openapi: string;
  /** Pattern of the AsyncAPI documents, named like the service that publishes. */
  asyncapi: string;
  /** The folder that holds nothing but generated files. */
  output: string;
  /** The folder of the runtime modules that generated files import. */
  runtime: string;
  /** The gateway's route table. */
  gateway: string;
  /** What a console for the people who run the system is made of; left out where there is none. */
  admin?: AdminConfig;
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

/** Imports `covenant.config.ts` of a folder; throws an error that says what is missing. */
export async function loadProject(root: string): Promise<Project> {
  const file = resolve(root, 'covenant.config.ts');
  const module: { default?: unknown } = await import(pathToFileURL(file).href);
  return { ...parseConfig(module.default, file), root };
}

function parseConfig(value: unknown, file: string): CovenantConfig {
  const given: object = typeof value === 'object' && value !== null ? value : {};
  const text = (key: string, from: object = given): string => {
    const setting: unknown = Reflect.get(from, key);
    if (typeof setting !== 'string') throw new Error(`${file} must export a default configuration with \`${key}\``);
    return setting;
  };
  const admin: unknown = Reflect.get(given, 'admin');
  return {
    openapi: text('openapi'),
    asyncapi: text('asyncapi'),
    output: text('output'),
    runtime: text('runtime'),
    gateway: text('gateway'),
    ...(typeof admin === 'object' &&
      admin !== null && { admin: { output: text('output', admin), scheme: text('scheme', admin) } }),
  };
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { emitServer } from '../emit/server.ts';
import { emitServiceValidators } from '../emit/service-validators.ts';
import { emitTypes } from '../emit/types.ts';
import { pascalCase } from '../names.ts';
import type { Service } from '../openapi/service.ts';

const runtime = new URL('../runtime', import.meta.url).href;
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** Makes the router of a service: the one that is generated for a server, compiled where it is not in the way. */
export async function loadRouter(service: Service): Promise<(options: object) => unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'covenant-mock-'));
  try {
    for (const [name, code] of modulesOf(service)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), code);
    }
    const module: unknown = await import(pathToFileURL(join(folder, 'server.js')).href);
    const create: unknown = Reflect.get(Object(module), `create${pascalCase(service.name)}Router`);
    if (typeof create !== 'function') throw new Error(`No router was generated for ${service.name}`);
    return options => create(options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function modulesOf(service: Service): [name: string, code: string][] {
  const server = emitServer(service, emitTypes(service).operations, runtime);
  const { outputText } = ts.transpileModule(server, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
  });
  const validators = [...emitServiceValidators(service, runtime)];
  return [
    ['package.json', '{ "type": "module" }'],
    ['server.js', withRuntime(outputText)],
    ...validators.map(([name, { code }]): [string, string] => [`validators/${name}.js`, withRuntime(code)]),
  ];
}

/** The runtime as it is beside this file: TypeScript, or what was built of it. */
function withRuntime(code: string): string {
  return code.replaceAll(/(from )(['"])([^'"\n]+)\.ts\2/g, (whole, start: string, quote: string, module: string) =>
    module.startsWith(runtime) ? `${start}${quote}${module}${extension}${quote}` : whole,
  );
}

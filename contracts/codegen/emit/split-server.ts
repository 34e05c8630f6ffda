import { camelCase, pascalCase, quote } from '../names.ts';
import type { Service } from '../openapi/service.ts';
import type { Part } from './parts.ts';
import { importTypes } from './printer.ts';
import { handlersOf, routesOf, servedOperations, serverFile, usedTypes, validatorImports } from './server.ts';
import type { OperationTypes } from './types.ts';

/** The server of a service with a file a part for its handlers and routes; `server.ts` makes the router of all. */
export function emitSplitServer(
  service: Service,
  parts: readonly Part[],
  types: Map<string, OperationTypes>,
  runtime: string,
): Map<string, string> {
  const name = pascalCase(service.name);
  const { served, sorted } = servedOperations(service);
  const files = new Map<string, string>();
  const owners = new Map<string, string>();
  const imports: string[] = [];
  const handlers: string[] = [];
  for (const { file, name: part, operations } of parts) {
    const own = operations.filter(operation => served.includes(operation));
    if (own.length === 0) continue;
    const routes = `${camelCase(part)}Routes`;
    for (const { id } of own) owners.set(id, `${routes}.${id}`);
    handlers.push(`${name}${part}Handlers`);
    imports.push(`import { type ${name}${part}Handlers, ${routes} } from ${quote(`./server/${file}.ts`)};\n`);
    files.set(
      `server/${file}.ts`,
      `${importTypes(usedTypes(own, types), `../types/${file}.ts`)}${validatorImports(own, '../validators', file)}
${handlersOf(`${name}${part}`, own, types)}
export const ${routes} = {
${own.map(operation => `  ${operation.id}: ${routesOf(operation, service)},\n`).join('')}} as const;
`,
    );
  }
  const interfaces = handlers.map(each => `${each}<C>`).join(',\n    ');
  const all = serverFile(service, runtime, {
    imports: imports.join(''),
    handlers: `/** One function an operation. */\nexport interface ${name}Handlers<C>\n  extends ${interfaces} {}\n`,
    routes: sorted.map(({ id }) => `  ${owners.get(id)},\n`).join(''),
  });
  return new Map([['server.ts', all], ...files]);
}

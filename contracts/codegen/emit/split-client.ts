import { pascalCase, quote } from '../names.ts';
import type { Service } from '../openapi/service.ts';
import { emitClient } from './client.ts';
import type { Part } from './parts.ts';
import { comment } from './printer.ts';
import type { OperationTypes } from './types.ts';

/** The client of a service in a file a part, each a client of its own; `client.ts` makes one of all. */
export function emitSplitClient(
  service: Service,
  parts: readonly Part[],
  types: Map<string, OperationTypes>,
  runtime: { own: string; below: string },
): Map<string, string> {
  const name = pascalCase(service.name);
  const files = parts.map(({ file, name: part, operations }): [string, string] => {
    const own = { ...service, name: `${name}${part}`, operations };
    return [`client/${file}.ts`, emitClient(own, types, runtime.below, `../types/${file}.ts`)];
  });
  const clients = parts.map(part => `${name}${part.name}Client`);
  const imports = parts.map(
    ({ file }, index) =>
      `import { create${clients[index]}, type ${clients[index]} } from ${quote(`./client/${file}.ts`)};\n`,
  );
  const all = `import type { ClientOptions } from ${quote(`${runtime.own}/client.ts`)};
${imports.join('')}
${comment(`Calls ${service.title}: all that the clients of its parts call.`)}export interface ${name}Client
  extends ${clients.join(',\n    ')} {}

export function create${name}Client(options: ClientOptions): ${name}Client {
  return {
${clients.map(client => `    ...create${client}(options),\n`).join('')}  };
}
`;
  return new Map([['client.ts', all], ...files]);
}

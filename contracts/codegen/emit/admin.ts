import type { Publisher } from '../asyncapi/publisher.ts';
import { camelCase, pascalCase, propertyKey, quote } from '../names.ts';
import type { Service } from '../openapi/service.ts';
import { type AdminSource, rolesOf } from './admin-resources.ts';
import { print } from './printer.ts';

/** `resources.ts`: all resources by name, and the calls of each. */
export function emitAdminIndex(sources: AdminSource[], runtime: string): string {
  const sorted = [...sources].sort((left, right) => (left.name < right.name ? -1 : 1));
  return `import type { AdminCalls, AdminResource } from ${quote(`${runtime}/admin.ts`)};
import type { AdminClients } from './clients.ts';
${sorted.map(({ name }) => `import { ${camelCase(name)}, ${camelCase(name)}Calls } from ${quote(`./${name}.ts`)};\n`).join('')}
/** What a console can show, by the name that \`x-admin\` gives it. */
export const resources = {
${sorted.map(({ name }) => `  ${entry(name, camelCase(name))},\n`).join('')}} as const satisfies Record<string, AdminResource>;

export type ResourceName = keyof typeof resources;

/** The operations of every resource, through the clients of its service. */
export function createAdminCalls(clients: AdminClients) {
  return {
${sorted.map(({ name, service }) => `    ${propertyKey(name)}: ${camelCase(name)}Calls(clients.${camelCase(service.name)}),\n`).join('')}  } satisfies Record<ResourceName, AdminCalls>;
}
`;
}

function entry(name: string, variable: string): string {
  return name === variable ? name : `${propertyKey(name)}: ${variable}`;
}

/** `clients.ts`: a client for each service that a gateway lets through. */
export function emitAdminClients(services: { service: Service; path: string }[], runtime: string): string {
  const members = services.map(({ service, path }) => ({
    name: camelCase(service.name),
    type: pascalCase(service.name),
    service: service.name,
    path,
  }));
  return `import type { ClientOptions } from ${quote(`${runtime}/client.ts`)};
${members.map(({ type, path }) => `import { create${type}Client, type ${type}Client } from ${quote(`${path}/client.ts`)};\n`).join('')}
/** The clients that a console calls, by service. */
export interface AdminClients {
${members.map(({ name, type }) => `  ${name}: ${type}Client;\n`).join('')}}

/** The options of all clients; what observes answers gets the service, too. */
export interface AdminClientOptions extends Omit<ClientOptions, 'observe'> {
  observe?: (service: string, operation: string, body: unknown) => unknown;
}

export function createAdminClients({ observe, ...options }: AdminClientOptions): AdminClients {
  const optionsOf = (service: string): ClientOptions => ({
    ...options,
    ...(observe && { observe: (operation, body) => observe(service, operation, body) }),
  });
  return {
${members.map(({ name, type, service }) => `    ${name}: create${type}Client(optionsOf(${quote(service)})),\n`).join('')}  };
}
`;
}

/** `roles.ts`: who may call what, for the buttons that are no resource's. */
export function emitAdminRoles(services: Service[], scheme: string): string {
  const entries = services
    .flatMap(service => service.operations.filter(({ gateway }) => gateway === 'admin'))
    .flatMap(operation => {
      const roles = rolesOf(operation, scheme);
      return roles ? [`  ${operation.id}: ${print(roles)},\n`] : [];
    })
    .sort();
  return `/** The roles that may call an operation, any of them; none listed: whoever is signed in. */
export const operationRoles = {
${entries.join('')}} as const satisfies Record<string, readonly string[]>;

export type AdminOperationId = keyof typeof operationRoles;
`;
}

/** `visible-resources.ts`: whose changes which role may see, from the `x-visible-to` of all channels. */
export function emitVisibleResources(publishers: Publisher[]): string | undefined {
  const roles = new Map<string, Set<string>>();
  for (const { topics } of publishers)
    for (const [resource, names] of topics.flatMap(({ visibleTo }) => Object.entries(visibleTo)))
      roles.set(resource, new Set([...(roles.get(resource) ?? []), ...names]));
  if (roles.size === 0) return undefined;
  const entries = [...roles].sort(([left], [right]) => (left < right ? -1 : 1));
  return `/** The roles that may see what happens to a resource, by resource. */
const visibleTo: Readonly<Record<string, readonly string[]>> = {
${entries.map(([resource, names]) => `  ${propertyKey(resource)}: ${print([...names].sort())},\n`).join('')}};

/** The resources whose changes somebody with these roles may see, sorted. */
export function resourcesVisibleTo(roles: readonly string[]): string[] {
  return Object.entries(visibleTo).flatMap(([name, readers]) => (readers.some(role => roles.includes(role)) ? [name] : []));
}
`;
}

import type { Publisher } from '../asyncapi/publisher.ts';
import type { Service } from '../openapi/service.ts';
import { emitAdminClients, emitAdminIndex, emitAdminRoles, emitVisibleResources } from './admin.ts';
import { emitAdminResource } from './admin-resource.ts';
import { adminSources, openSource } from './admin-resources.ts';
import type { OperationTypes } from './types.ts';

/** How the files of the console import the rest. */
export interface AdminPaths {
  runtime: string;
  service(name: string): string;
}

/** The files of the console's folder by name. */
export function emitAdminFiles(
  services: Service[],
  publishers: Publisher[],
  types: Map<string, Map<string, OperationTypes>>,
  scheme: string,
  paths: AdminPaths,
): Map<string, string> {
  const reachable = services.filter(({ operations }) => operations.some(({ gateway }) => gateway !== 'internal'));
  const sources = services.flatMap(adminSources).flatMap(source => openSource(source, scheme) ?? []);
  const files = new Map<string, string>();
  for (const source of sources) {
    const { name } = source.service;
    files.set(
      `${source.name}.ts`,
      emitAdminResource(source, types.get(name) ?? new Map(), {
        runtime: paths.runtime,
        service: paths.service(name),
        scheme,
      }),
    );
  }
  const members = reachable.map(service => ({ service, path: paths.service(service.name) }));
  files.set('clients.ts', emitAdminClients(members, paths.runtime));
  files.set('resources.ts', emitAdminIndex(sources, paths.runtime));
  files.set('roles.ts', emitAdminRoles(services, scheme));
  const visible = emitVisibleResources(publishers);
  if (visible !== undefined) files.set('visible-resources.ts', visible);
  return files;
}

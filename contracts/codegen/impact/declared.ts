import { join, relative, sep } from 'node:path';
import type { Project } from '../config.ts';
import { emitClient } from '../emit/client.ts';
import { emitEvents } from '../emit/events.ts';
import { emitServer } from '../emit/server.ts';
import { emitTypes } from '../emit/types.ts';
import type { Contracts } from '../read-contracts.ts';
import { type MemberTable, readMembers } from './member-table.ts';

/**
 * What would be generated for code to import, without its validators: TypeScript by service and kind (`orders/types`).
 */
export async function declaredCode(project: Project, contracts: Contracts): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const runtimeOf = (service: string): string =>
    relative(join(project.output, service), project.runtime).split(sep).join('/');
  for (const { service } of contracts.services) {
    const { name } = service;
    const types = emitTypes(service);
    files.set(`${name}/types`, types.code);
    files.set(`${name}/server`, emitServer(service, types.operations, runtimeOf(name)));
    files.set(`${name}/client`, emitClient(service, types.operations, runtimeOf(name)));
  }
  for (const { publisher } of contracts.publishers)
    files.set(`${publisher.name}/events`, await emitEvents(publisher, runtimeOf(publisher.name)));
  return files;
}

/** The members of generated code. */
export function membersIn(files: ReadonlyMap<string, string>): MemberTable {
  const table: MemberTable = new Map();
  for (const [name, code] of files) {
    const [service = '', kind = ''] = name.split('/');
    readMembers(code, service, kind, table);
  }
  return table;
}

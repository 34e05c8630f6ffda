import type { Service } from '../openapi/service.ts';
import { emitClient } from './client.ts';
import { partsOf } from './parts.ts';
import { emitServer } from './server.ts';
import { emitSplitClient } from './split-client.ts';
import { emitSplitServer } from './split-server.ts';
import { emitSplitTypes } from './split-types.ts';
import { emitTypes, planTypes, type TypePlan } from './types.ts';

/** Types, server and client of a service, by file name; and the names that its types got. */
type ServiceFiles = Pick<TypePlan, 'operations' | 'schemas'> & { files: ReadonlyMap<string, string> };

/** How a file of a folder inside of the service's own imports the runtime. */
type RuntimeOf = (folder: string) => string;

/** One file each. */
export function wholeFiles(service: Service, runtimeOf: RuntimeOf): ServiceFiles {
  const { code, operations, schemas } = emitTypes(service);
  const runtime = runtimeOf('');
  const files = new Map([
    ['types.ts', code],
    ['server.ts', emitServer(service, operations, runtime)],
    ['client.ts', emitClient(service, operations, runtime)],
  ]);
  return { files, operations, schemas };
}

/** A file a tag, and the three that pass all of them on. */
export function splitFiles(service: Service, runtimeOf: RuntimeOf): ServiceFiles {
  const parts = partsOf(service.operations);
  if (parts.length === 0) return wholeFiles(service, runtimeOf);
  const plan = planTypes(service);
  const { operations, schemas } = plan;
  const runtime = { own: runtimeOf(''), below: runtimeOf('client') };
  const files = new Map([
    ...emitSplitTypes(plan, parts),
    ...emitSplitServer(service, parts, operations, runtime.own),
    ...emitSplitClient(service, parts, operations, runtime),
  ]);
  return { files, operations, schemas };
}

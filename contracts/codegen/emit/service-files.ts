import type { Service } from '../openapi/service.ts';
import { emitClient } from './client.ts';
import { partsOf } from './parts.ts';
import { emitServer } from './server.ts';
import { emitServiceValidators, emitSplitValidators, type ValidatorMemory } from './service-validators.ts';
import { emitSplitClient } from './split-client.ts';
import { emitSplitServer } from './split-server.ts';
import { emitSplitTypes } from './split-types.ts';
import { emitTypes, planTypes, type TypePlan } from './types.ts';
import type { ValidatorModule } from './validators.ts';

/** Types, server, client and checks of a service, by file name; and the names that its types got. */
interface ServiceFiles extends Pick<TypePlan, 'operations' | 'schemas'> {
  files: ReadonlyMap<string, string>;
  /** Those in `validators/`. */
  validators: ReadonlyMap<string, ValidatorModule>;
}

/** How a file of a folder inside of the service's own imports the runtime. */
type RuntimeOf = (folder: string) => string;

/** One file each. */
export function wholeFiles(service: Service, runtimeOf: RuntimeOf, memory?: ValidatorMemory): ServiceFiles {
  const { code, operations, schemas } = emitTypes(service);
  const runtime = runtimeOf('');
  const files = new Map([
    ['types.ts', code],
    ['server.ts', emitServer(service, operations, runtime)],
    ['client.ts', emitClient(service, operations, runtime)],
  ]);
  const validators = emitServiceValidators(service, runtimeOf('validators'), memory);
  return { files, validators, operations, schemas };
}

/** A file a tag, and the three that pass all of them on. */
export function splitFiles(service: Service, runtimeOf: RuntimeOf, memory?: ValidatorMemory): ServiceFiles {
  const parts = partsOf(service.operations);
  if (parts.length === 0) return wholeFiles(service, runtimeOf, memory);
  const plan = planTypes(service);
  const { operations, schemas } = plan;
  const runtime = { own: runtimeOf(''), below: runtimeOf('client') };
  const files = new Map([
    ...emitSplitTypes(plan, parts),
    ...emitSplitServer(service, parts, operations, runtime.own),
    ...emitSplitClient(service, parts, operations, runtime),
  ]);
  const validators = emitSplitValidators(service, parts, runtimeOf('validators/responses'), memory);
  return { files, validators, operations, schemas };
}

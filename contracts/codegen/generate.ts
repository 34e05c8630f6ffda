import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Project } from './config.ts';
import { ContractError } from './contract-error.ts';
import { diagnose } from './diagnose.ts';
import { emitAdminFiles } from './emit/admin-files.ts';
import { emitClient } from './emit/client.ts';
import { emitEvents, emitEventValidators } from './emit/events.ts';
import { emitGateway } from './emit/gateway.ts';
import { validatorFiles, withImportSpecifiers } from './emit/import-specifiers.ts';
import { emitParsers, emitParserValidators } from './emit/parsers.ts';
import { emitSecrets } from './emit/secrets.ts';
import { splitFiles, wholeFiles } from './emit/service-files.ts';
import type { ValidatorMemory } from './emit/service-validators.ts';
import { emitTypes, type OperationTypes } from './emit/types.ts';
import { emitWorkflows } from './emit/workflows.ts';
import { generatedHeader } from './generated-header.ts';
import { fits } from './intended/intended-break.ts';
import { operationLifecycle } from './intended/operation-lifecycle.ts';
import type { Contract, EventContract, ServiceContract } from './lint/contract.ts';
import { type Emitted, Memory } from './memory.ts';
import { callbackService } from './openapi/callback-service.ts';
import type { Operation, Service } from './openapi/service.ts';
import { type Contracts, readContracts } from './read-contracts.ts';
import { secretNames } from './support/secret-fields.ts';
import { workflowDocuments } from './workflows/read-workflows.ts';

/**
 * Everything that is generated for a project: contents by path relative to its root. The same contracts always give the
 * same bytes. Throws `ContractError` with every finding that keeps a contract from being carried through.
 */
export async function generate(project: Project): Promise<Map<string, string>> {
  const contracts = readContracts(project);
  const files = await emitFiles(project, contracts);
  if (!files) throw new ContractError(contracts.findings.sorted(), project.root);
  return files;
}

/**
 * The generated files of contracts; undefined where something was found that keeps them from being written.
 * @param memory of an earlier run for the same project: what has not changed since is not generated again
 */
export async function emitFiles(
  project: Project,
  contracts: Contracts,
  { emitted, validators } = new Memory(),
): Promise<Map<string, string> | undefined> {
  if (contracts.findings.hasErrors) return undefined;
  const files = new Map<string, string>();
  const operationTypes = new Map<string, Map<string, OperationTypes>>();
  const take = (contract: Contract, emit: () => Promise<Emitted>) =>
    attempt(contract, async () => {
      const own = emitted.get(contract.bundle) ?? (await emit());
      emitted.set(contract.bundle, own);
      for (const [file, code] of own.files) files.set(file, code);
      return own;
    });
  for (const contract of contracts.services) {
    const own = await take(contract, () => emitService(project, contract, validators));
    if (own) operationTypes.set(contract.service.name, own.operations);
  }
  for (const contract of contracts.publishers) await take(contract, () => emitPublisher(project, contract));
  if (contracts.findings.hasErrors) return undefined;
  const services = contracts.services.map(({ service }) => service);
  const publishers = contracts.publishers.map(({ publisher }) => publisher);
  const { gateway, admin, secrets } = project;
  const put: Put = (file, code) => files.set(file, header() + withImportSpecifiers(code, project));
  if (gateway !== undefined)
    put(gateway, emitGateway(services, runtimePath(project, dirname(gateway)), lifecycles(project, contracts)));
  if (secrets !== undefined) {
    const read = [...contracts.services, ...contracts.publishers];
    put(secrets, emitSecrets(secretNames(read.map(({ bundle }) => bundle.document))));
  }
  if (admin) {
    const paths = {
      runtime: runtimePath(project, admin.output),
      service: (name: string) => importPath(project, admin.output, join(project.output, name)),
    };
    for (const [name, code] of emitAdminFiles(services, publishers, operationTypes, admin.scheme, paths))
      put(join(admin.output, name), code);
    const workflows = workflowDocuments(project, contracts);
    if (workflows.length > 0) put(join(admin.output, 'workflows.ts'), emitWorkflows(workflows));
  }
  return files;
}

/** The lifecycle of each operation: what its contract says, and the intended breaks of it. */
function lifecycles({ root }: Project, { services, intended }: Contracts) {
  const names = new Map(
    services.map(({ service, bundle }) => [service.name, relative(root, bundle.source.file).split(sep).join('/')]),
  );
  return (service: string, operation: Operation) =>
    operationLifecycle(
      operation,
      intended.filter(({ contract }) => fits(names.get(service) ?? '', contract)),
    );
}

/** Runs an emitter; what it throws becomes findings of the contract. */
async function attempt<T>(contract: Contract, emit: () => Promise<T>): Promise<T | undefined> {
  try {
    return await emit();
  } catch (error) {
    await diagnose(contract, error);
    return undefined;
  }
}

async function emitService(
  project: Project,
  { bundle, service }: ServiceContract,
  memory: ValidatorMemory | undefined,
): Promise<Emitted> {
  const files = new Map<string, string>();
  const folder = join(project.output, service.name);
  const put = putter(project, bundle.source.file, folder, files);
  const filesOf = project.splitByTag?.includes(service.name) ? splitFiles : wholeFiles;
  const types = filesOf(service, below => runtimePath(project, join(folder, below)), memory);
  for (const [file, code] of types.files) put(file, code);
  for (const [name, module] of types.validators)
    for (const [file, code] of validatorFiles(name, module, project)) put(file, code);
  putParsers(project, service, types.schemas, put);
  const callbacks = callbackService(service);
  if (callbacks) putCallbacks(project, callbacks, folder, put);
  return { files, operations: types.operations };
}

/** The parsers that the configuration asks for. */
function putParsers(project: Project, service: Service, types: ReadonlyMap<string, string>, put: Put): void {
  const wanted = new Set(project.parsers?.[service.name] ?? []);
  const parsed = new Map([...types].filter(([schema]) => wanted.has(schema)));
  if (parsed.size === 0) return;
  const folder = join(project.output, service.name);
  put('parsers.ts', emitParsers(parsed, runtimePath(project, folder)));
  const validators = emitParserValidators(service, parsed, runtimePath(project, join(folder, 'validators')));
  for (const [file, code] of validatorFiles('schemas', validators, project)) put(file, code);
}

/** Types and a client of what a service calls; `baseUrl` of the client is the address that it was given. */
function putCallbacks(project: Project, callbacks: Service, folder: string, put: Put): void {
  const types = emitTypes(callbacks);
  const runtime = runtimePath(project, join(folder, 'callbacks'));
  put('callbacks/types.ts', types.code);
  put('callbacks/client.ts', emitClient(callbacks, types.operations, runtime));
}

async function emitPublisher(project: Project, { bundle, publisher }: EventContract): Promise<Emitted> {
  const files = new Map<string, string>();
  const folder = join(project.output, publisher.name);
  const put = putter(project, bundle.source.file, folder, files);
  put('events.ts', await emitEvents(publisher, runtimePath(project, folder)));
  const runtime = runtimePath(project, join(folder, 'validators'));
  for (const [name, module] of emitEventValidators(publisher, runtime))
    for (const [file, code] of validatorFiles(name, module, project)) put(file, code);
  return { files, operations: new Map() };
}

type Put = (name: string, code: string) => void;

function putter(project: Project, source: string, folder: string, files: Map<string, string>): Put {
  const first = header(relative(project.root, source));
  return (name, code) => files.set(join(folder, name), first + withImportSpecifiers(code, project));
}

/** How a generated file of a folder imports the runtime: a folder of the project, or a package. */
function runtimePath(project: Project, from: string): string {
  const { runtime } = project;
  return isPackage(runtime) ? runtime : importPath(project, from, runtime);
}

/** How a generated file of one folder imports from another; both relative to the project. */
function importPath({ root }: Project, from: string, to: string): string {
  const path = relative(resolve(root, from), resolve(root, to)).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

function header(source = 'the contracts'): string {
  return generatedHeader(source.split(sep).join('/'));
}

/** `covenant/runtime` and `@shop/covenant` are packages; `./runtime` and `/opt/runtime` are folders. */
function isPackage(path: string): boolean {
  return !path.startsWith('.') && !isAbsolute(path);
}

import { type Json, type JsonObject, objectIn, stringIn, stringsIn } from '../document/json.ts';
import { humanize } from '../names.ts';
import type { MediaType, Operation, Parameter, Service } from '../openapi/service.ts';
import { resolve, schemaAt } from './admin-fields.ts';

/** The operations on one record, by what they do; others are actions. */
const verbs = ['get', 'create', 'update', 'remove'] as const;
export type AdminVerb = (typeof verbs)[number];

/** A resource of the console: the list that `x-admin` stands on, and the operations that belong to its records. */
export interface AdminSource {
  service: Service;
  name: string;
  title: string;
  extension: JsonObject;
  list: Operation;
  /** The schema of one record in the list. */
  row: Json | undefined;
  /** Whether the list is `{ items }`, not a bare array. */
  isPage: boolean;
  key: string[];
  operations: Partial<Record<AdminVerb, Operation>>;
  actions: { name: string; operation: Operation }[];
  documents: { name: string; operation: Operation; type: string }[];
}

/** The resources of a service, in the order of its contract. */
export function adminSources(service: Service): AdminSource[] {
  return service.operations.flatMap(list => {
    const extension = adminExtension(service, list);
    const name = stringIn(extension, 'resource');
    return list.method === 'get' && name !== undefined ? [readSource(service, list, extension, name)] : [];
  });
}

/** What `x-admin` says on an operation. */
export function adminExtension({ document }: Service, { path, method }: Operation): JsonObject {
  return objectIn(objectIn(objectIn(objectIn(document, 'paths'), path), method), 'x-admin');
}

/**
 * A resource with only what somebody who signs in with a scheme may do; undefined where not even the list is theirs.
 */
export function openSource(source: AdminSource, scheme: string): AdminSource | undefined {
  const isOpen = (operation: Operation) => rolesOf(operation, scheme) !== undefined;
  if (!isOpen(source.list)) return undefined;
  const operations = Object.fromEntries(
    verbs.flatMap(verb => {
      const operation = source.operations[verb];
      return operation && isOpen(operation) ? [[verb, operation]] : [];
    }),
  );
  const actions = source.actions.filter(({ operation }) => isOpen(operation));
  return { ...source, operations, actions, documents: source.documents.filter(({ operation }) => isOpen(operation)) };
}

function readSource(service: Service, list: Operation, extension: JsonObject, name: string): AdminSource {
  const { document } = service;
  const named = objectIn(extension, 'operations');
  const body = jsonReply(list)?.schema;
  const items = schemaAt(document, body, 'items');
  const isPage = items !== undefined;
  const row = isPage ? resolve(document, items).items : resolve(document, body).items;
  const found = (verb: AdminVerb): Operation | undefined =>
    named[verb] === undefined ? byPath(service, list, verb) : service.operations.find(({ id }) => id === named[verb]);
  const operations = Object.fromEntries(verbs.flatMap(verb => (found(verb) ? [[verb, found(verb)]] : [])));
  return {
    service,
    name,
    title: stringIn(extension, 'title') ?? humanize(name),
    extension,
    list,
    row,
    isPage,
    key: keyOf(service, extension, row),
    operations,
    actions: actionsOf(service, list, named),
    documents: documentsOf(service, list),
  };
}

function byPath(service: Service, list: Operation, verb: AdminVerb): Operation | undefined {
  const methods = { get: ['get'], create: ['post'], update: ['patch', 'put'], remove: ['delete'] }[verb];
  const candidates = service.operations.filter(({ path }) =>
    verb === 'create' ? path === list.path : isRecordPath(list.path, path),
  );
  const found = methods
    .map(method => candidates.find(operation => operation.method === method))
    .find(operation => operation !== undefined);
  const needsBody = verb === 'create' || verb === 'update';
  return found && (!needsBody || jsonBody(found)) ? found : undefined;
}

/** `POST <record>/<name>`, and what `x-admin` names beside the verbs; what it sets to false is left out. */
function actionsOf(service: Service, list: Operation, named: JsonObject): AdminSource['actions'] {
  const actions = new Map<string, Operation>();
  for (const operation of service.operations) {
    const name = partOfRecord(list.path, operation.path);
    const takesBytes = operation.body !== undefined && jsonBody(operation) === undefined;
    if (name !== undefined && operation.method === 'post' && !takesBytes && named[name] !== false)
      actions.set(name, operation);
  }
  for (const [name, id] of Object.entries(named)) {
    const operation = service.operations.find(candidate => candidate.id === id);
    if (operation && !verbs.some(verb => verb === name)) actions.set(name, operation);
  }
  return [...actions].map(([name, operation]) => ({ name, operation }));
}

/** `GET <record>/<name>` whose answer is a file. */
function documentsOf(service: Service, list: Operation): AdminSource['documents'] {
  return service.operations.flatMap(operation => {
    const name = partOfRecord(list.path, operation.path);
    const media = operation.replies.find(({ status }) => status === 200)?.media ?? [];
    const [first] = media;
    const isFile = first !== undefined && !media.some(({ isJson }) => isJson) && first.type !== 'text/event-stream';
    return operation.method === 'get' && name !== undefined && isFile ? [{ name, operation, type: first.type }] : [];
  });
}

function keyOf({ document }: Service, extension: JsonObject, row: Json | undefined): string[] {
  const said = stringsIn(extension, 'key');
  if (said.length > 0) return said;
  const fields = objectIn(resolve(document, row), 'properties');
  if ('id' in fields) return ['id'];
  return Object.keys(fields).slice(0, 1);
}

function isRecordPath(list: string, path: string): boolean {
  return path.startsWith(`${list}/`) && /^\{[^/]+\}$/.test(path.slice(list.length + 1));
}

function partOfRecord(list: string, path: string): string | undefined {
  return path.startsWith(`${list}/`) ? /^\{[^/]+\}\/([^/{}]+)$/.exec(path.slice(list.length + 1))?.[1] : undefined;
}

/** The one parameter of a path; undefined where there is none or more than one. */
export function recordParameter(operation: Operation): Parameter | undefined {
  const [parameter, ...more] = operation.parameters.filter(({ place }) => place === 'path');
  return more.length === 0 ? parameter : undefined;
}

export function jsonBody(operation: Operation): MediaType | undefined {
  return operation.rawBody ? undefined : operation.body?.media.find(({ isJson }) => isJson);
}

/** The JSON body that an operation answers when it did what was asked. */
export function jsonReply(operation: Operation): MediaType | undefined {
  return operation.replies.find(({ status }) => /^2/.test(String(status)))?.media.find(({ isJson }) => isJson);
}

/**
 * The roles that open an operation to those who sign in with a scheme: any of them; none where signing in is enough,
 * undefined where nothing is.
 */
export function rolesOf(operation: Operation, scheme: string): string[] | undefined {
  if (operation.security.length === 0) return [];
  const open = operation.security.filter(alternative => Object.keys(alternative).every(name => name === scheme));
  if (open.length === 0) return undefined;
  const roles = open.map(alternative => alternative[scheme] ?? []);
  return roles.some(list => list.length === 0) ? [] : [...new Set(roles.flat())];
}

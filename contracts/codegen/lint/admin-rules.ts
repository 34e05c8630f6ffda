import { type JsonObject, objectIn, stringIn, stringsIn } from '../document/json.ts';
import { resolve, schemaAt } from '../emit/admin-fields.ts';
import { type AdminSource, adminExtension, adminSources, jsonBody, recordParameter } from '../emit/admin-resources.ts';
import type { ServiceContract } from './contract.ts';

type ReportMember = (member: string, message: string) => void;

/**
 * `x-admin` stands on a list and names what is there: fields of what is listed, query parameters, operations of the
 * same service.
 */
export function adminList({ service, report }: ServiceContract): void {
  const sources = adminSources(service);
  for (const operation of service.operations) {
    const extension = adminExtension(service, operation);
    if (Object.keys(extension).length > 0 && !sources.some(({ list }) => list.id === operation.id))
      report('admin-list', [...operation.at, 'x-admin'], 'x-admin belongs to a GET that lists, and names its resource');
  }
  for (const source of sources) {
    const reportMember: ReportMember = (member, message) =>
      report('admin-list', [...source.list.at, 'x-admin', member], message);
    if (source.list.path.includes('{'))
      reportMember('resource', `The list of ${source.name} has a parameter in its path, so nobody could open it`);
    checkFields(source, reportMember);
    checkFilters(source, reportMember);
    checkOperations(source, reportMember);
  }
}

function checkFields({ service: { document }, row, extension, key }: AdminSource, reportMember: ReportMember): void {
  const isField = (path: string) => schemaAt(document, row, path) !== undefined;
  for (const column of stringsIn(extension, 'columns'))
    if (!isField(column)) reportMember('columns', `The column ${column} is no field of what is listed`);
  const label = stringIn(extension, 'label');
  if (label !== undefined && !isField(label)) reportMember('label', `The label ${label} is no field of what is listed`);
  const missing = key.filter(field => !isField(field));
  if (key.length === 0 || missing.length > 0)
    reportMember('key', `A record needs a key: ${missing.join(', ') || 'a field'} is not in what is listed`);
}

function checkFilters({ service: { document }, list, row, extension }: AdminSource, reportMember: ReportMember): void {
  const query = new Map(
    list.parameters.filter(({ place }) => place === 'query').map(parameter => [parameter.name, parameter]),
  );
  const filters = stringsIn(extension, 'filters');
  for (const filter of filters)
    if (!query.has(filter)) reportMember('filters', `The filter ${filter} is no query parameter`);
  const search = stringIn(extension, 'search');
  if (search !== undefined && !filters.includes(search))
    reportMember('search', `The search ${search} is none of the filters`);
  const sort = stringIn(extension, 'sort');
  const sorts = stringsIn(resolve(document, query.get('sort')?.schema), 'enum');
  if (sort !== undefined && !sorts.includes(sort))
    reportMember('sort', `${sort} is no value of the query parameter sort`);
  for (const field of Object.keys(objectIn(extension, 'references')))
    if (schemaAt(document, row, field) === undefined && !query.has(field))
      reportMember('references', `The reference ${field} is neither field nor filter`);
}

function checkOperations({ service, extension }: AdminSource, reportMember: ReportMember): void {
  for (const [name, id] of Object.entries(objectIn(extension, 'operations'))) {
    if (id === false) continue;
    const operation = service.operations.find(candidate => candidate.id === id);
    if (!operation) reportMember('operations', `${name} names no operation of this service`);
    else if (name !== 'create' && !recordParameter(operation))
      reportMember('operations', `${operation.id} does not take exactly one path parameter`);
    else if ((name === 'create' || name === 'update') && !jsonBody(operation))
      reportMember('operations', `${operation.id} takes no JSON body`);
  }
}

/** A resource is listed once, and references lead to one. */
export function adminResources(contracts: ServiceContract[]): void {
  const seen = new Map<string, string>();
  const sources = contracts.flatMap(({ service, report }) => adminSources(service).map(source => ({ source, report })));
  for (const { source, report } of sources) {
    const other = seen.get(source.name);
    if (other !== undefined)
      report('admin-resource', [...source.list.at, 'x-admin', 'resource'], `${other} also lists ${source.name}`);
    seen.set(source.name, source.service.name);
  }
  for (const { source, report } of sources) {
    const references: JsonObject = objectIn(source.extension, 'references');
    for (const [field, resource] of Object.entries(references)) {
      if (!seen.has(String(resource)))
        report(
          'admin-resource',
          [...source.list.at, 'x-admin', 'references', field],
          `Nothing lists ${String(resource)}`,
        );
    }
  }
}

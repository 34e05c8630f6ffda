import { arrayIn, isObject, type Json, type JsonObject, objectIn, stringsIn } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import { eachOperation } from './contract.ts';

/** The columns of an admin list are fields of its items (`totals.total` is one inside another), its filters are query parameters. */
export const adminList = eachOperation(({ at, method, path, parameters, replies }, { service, report }) => {
  const { document } = service;
  const admin = objectIn(objectIn(objectIn(objectIn(document, 'paths'), path), method), 'x-admin');
  const query = new Set(parameters.filter(({ place }) => place === 'query').map(({ name }) => name));
  for (const filter of stringsIn(admin, 'filters')) {
    if (!query.has(filter)) report('admin-list', [...at, 'x-admin', 'filters'], `The filter ${filter} is no query parameter`);
  }
  const body = replies.find(({ status }) => status === 200)?.media.find(({ isJson }) => isJson)?.schema;
  const items = propertyOf(document, body, 'items');
  const row = isObject(items) ? items.items : body;
  for (const column of stringsIn(admin, 'columns')) {
    let field: Json | undefined = row;
    for (const name of column.split('.')) field = propertyOf(document, field, name);
    if (field === undefined) report('admin-list', [...at, 'x-admin', 'columns'], `The column ${column} is no field of what is listed`);
  }
});

/** A property of a schema, or of a part that it is composed of. */
function propertyOf(document: JsonObject, schema: Json | undefined, name: string): Json | undefined {
  const target = deref(document, schema);
  const own = objectIn(target, 'properties')[name];
  if (own !== undefined) return deref(document, own);
  for (const part of ['allOf', 'oneOf', 'anyOf'].flatMap(key => arrayIn(target, key))) {
    const found = propertyOf(document, part, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

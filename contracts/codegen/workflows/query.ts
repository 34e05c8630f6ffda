import { compile, JSONPathError, type JSONPathQuery } from 'json-p3';
import { isObject, type Json, parsePointer, stringIn, valueAt } from '../document/json.ts';

/** The language of a query, as a criterion or a selector writes it. Arazzo 1.1.0, Expression Type Object. */
export interface QueryType {
  type: string;
  /** The default of the type where it is not written. */
  version: string | undefined;
}

/** A value that is selected from another one. Arazzo 1.1.0, Selector Object. */
export interface Selector {
  /** A runtime expression. */
  context: string;
  selector: string;
  type: QueryType;
}

/** The version of each type that is understood. */
const versions: Readonly<Record<string, string>> = { jsonpath: 'rfc9535', jsonpointer: 'rfc6901' };

/** `jsonpath`, or `{ type: jsonpath, version: rfc9535 }`; undefined where neither is written. */
export function readQueryType(parent: Json | undefined, key = 'type'): QueryType | undefined {
  const written = isObject(parent) ? parent[key] : undefined;
  const type = typeof written === 'string' ? written : stringIn(written, 'type');
  return type === undefined ? undefined : { type, version: stringIn(written, 'version') };
}

/** What is wrong with a query, as a finding; undefined where nothing is. What is filled in is known at the run only. */
export function queryFault(text: string, { type, version }: QueryType): { rule: string; message: string } | undefined {
  const understood = Object.hasOwn(versions, type) ? versions[type] : undefined;
  if (understood === undefined) return { rule: 'not-supported', message: `Queries of type ${type} are not supported` };
  if (version !== undefined && version !== understood)
    return { rule: 'not-supported', message: `${type} is read as ${understood}, not as ${version}` };
  if (type === 'jsonpointer')
    return /^(\/|$)/.test(text) ? undefined : { rule: 'workflow-query', message: 'A JSON pointer begins with a slash' };
  const compiled = compiledQuery(text.replaceAll(/\{\$[^{}]+\}/g, '0'));
  return typeof compiled === 'string' ? { rule: 'workflow-query', message: `The JSONPath ${compiled}` } : undefined;
}

/** The selector that a value is; undefined for any other value. */
export function selectorIn(value: Json): Selector | undefined {
  if (!isObject(value) || Object.keys(value).some(key => !['context', 'selector', 'type'].includes(key)))
    return undefined;
  const context = stringIn(value, 'context');
  const selector = stringIn(value, 'selector');
  const type = readQueryType(value);
  return context?.startsWith('$') && selector !== undefined && type ? { context, selector, type } : undefined;
}

/** A JSONPath query (RFC 9535); what is wrong with it, for people, where it is none. */
function compiledQuery(text: string): JSONPathQuery | string {
  try {
    return compile(text);
  } catch (error) {
    if (!(error instanceof JSONPathError)) throw error;
    const message = error.message.replace(/ \('[\s\S]*':\d+\)$/, '');
    return `cannot be read at character ${error.token.index + 1}: ${message}`;
  }
}

/** Whether a JSONPath query finds anything; false for one that cannot be read. */
export function matches(text: string, value: Json): boolean {
  const query = compiledQuery(text);
  return typeof query !== 'string' && query.match(value) !== undefined;
}

/**
 * What a selector finds: of a JSON pointer and of a singular JSONPath query (RFC 9535, section 2.3.5.1) a value,
 * undefined where there is none; of any other query the list of the values.
 */
export function select(text: string, { type }: QueryType, value: Json): Json | undefined {
  if (type === 'jsonpointer') return valueAt(value, parsePointer(text));
  const query = compiledQuery(text);
  if (typeof query === 'string') return undefined;
  const found = query.query(value).nodes.map(({ location }) => valueAt(value, location));
  if (query.singularQuery()) return found[0];
  return found.filter(each => each !== undefined);
}

/** The names of fields that a JSONPath query may read. */
export function namesInQuery(text: string): string[] {
  const names = text.matchAll(/\.\s*([\p{L}_][\p{L}\p{N}_-]*)|\[\s*(?:'([^']*)'|"([^"]*)")/gu);
  return [...names].flatMap(([, short, single, double]) => short ?? single ?? double ?? []);
}

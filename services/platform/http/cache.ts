import type { AnyResponse, OperationInfo } from '../../../contracts/codegen/runtime/operation.ts';

function at(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap(item => at(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return ['string', 'number', 'boolean'].includes(typeof value) ? [String(value)] : [];
  if (typeof value !== 'object' || value === null || !(name in value)) return [];
  return at(Reflect.get(value, name), rest);
}

function firstOf(sources: readonly unknown[], path: readonly string[]): string[] {
  for (const source of sources) {
    const found = at(source, path);
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * The surrogate keys of a response. `product:{slug}` takes `slug` from the path, else the query, else the response
 * body. A dotted name reads a nested member; a list yields one tag for each item (`product:{items.slug}`). A template
 * without a value yields no tag.
 */
function cacheTags(templates: readonly string[], input: unknown, body: unknown): string[] {
  const members = typeof input === 'object' && input !== null ? input : {};
  const sources = ['path', 'query'].map(name => (name in members ? Reflect.get(members, name) : undefined));
  const tags = templates.flatMap(template => {
    const name = /\{([^}]+)\}/.exec(template)?.[1];
    if (name === undefined) return [template];
    return firstOf([...sources, body], name.split('.')).map(value =>
      template.replace(`{${name}}`, encodeURIComponent(value)),
    );
  });
  return [...new Set(tags)];
}

/**
 * `Cache-Control` (RFC 9111, RFC 5861) and `Surrogate-Key` of a response, from the `x-cache` of its operation. A
 * response without `x-cache`, or with another status than 200, must not be stored. Without `sMaxAge` it is for private
 * caches only.
 */
export function cacheHeaders(operation: OperationInfo, input: unknown, response: AnyResponse): Record<string, string> {
  const rule = operation.cache;
  if (!rule || response.status !== 200) return { 'cache-control': 'no-store' };
  const age = rule.maxAge ?? 0;
  const immutable = rule.immutable ? ', immutable' : '';
  if (rule.private || rule.sMaxAge === undefined) {
    return { 'cache-control': age > 0 ? `private, max-age=${age}${immutable}` : 'private, no-cache' };
  }
  const parts = ['public', `max-age=${age}${immutable}`, `s-maxage=${rule.sMaxAge}`];
  if (rule.staleWhileRevalidate !== undefined) parts.push(`stale-while-revalidate=${rule.staleWhileRevalidate}`);
  const tags = cacheTags(rule.tags ?? [], input, response.body);
  return { 'cache-control': parts.join(', '), ...(tags.length > 0 ? { 'surrogate-key': tags.join(' ') } : {}) };
}

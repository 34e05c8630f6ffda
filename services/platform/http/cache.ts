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
 * The tags of an answer. `product:{slug}` takes `slug` from the path, else the query, else the answer's body; a dotted
 * name looks deeper, and a list gives one tag for each item (`product:{items.slug}`). A template for which nothing is
 * found gives no tag.
 */
function cacheTags(templates: readonly string[], input: unknown, body: unknown): string[] {
  const given = typeof input === 'object' && input !== null ? input : {};
  const sources = ['path', 'query'].map(name => (name in given ? Reflect.get(given, name) : undefined));
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
 * `Cache-Control` (RFC 9111, RFC 5861) and `Surrogate-Key` of an answer, from the `x-cache` of its operation. Without
 * one, and for anything but
 * 200, an answer must not be stored; where `sMaxAge` is absent it belongs to the browser that asked, and to no cache in
 * between.
 */
export function cacheHeaders(operation: OperationInfo, input: unknown, answer: AnyResponse): Record<string, string> {
  const rule = operation.cache;
  if (!rule || answer.status !== 200) return { 'cache-control': 'no-store' };
  const age = rule.maxAge ?? 0;
  const immutable = rule.immutable ? ', immutable' : '';
  if (rule.private || rule.sMaxAge === undefined) {
    return { 'cache-control': age > 0 ? `private, max-age=${age}${immutable}` : 'private, no-cache' };
  }
  const parts = ['public', `max-age=${age}${immutable}`, `s-maxage=${rule.sMaxAge}`];
  if (rule.staleWhileRevalidate !== undefined) parts.push(`stale-while-revalidate=${rule.staleWhileRevalidate}`);
  const tags = cacheTags(rule.tags ?? [], input, answer.body);
  return { 'cache-control': parts.join(', '), ...(tags.length > 0 ? { 'surrogate-key': tags.join(' ') } : {}) };
}

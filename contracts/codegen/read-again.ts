import { type Bundle, bundle, type Origin } from './document/bundle.ts';
import { upgradeDraft07 } from './document/draft-07.ts';
import { isObject, type Json, type JsonObject, objectIn, put } from './document/json.ts';
import { onlyPathItems, withComponents } from './document/seen-parts.ts';
import type { SourceCache } from './document/source.ts';
import { Findings } from './lint/finding.ts';
import { modernize } from './openapi/modernize.ts';
import { normalizePathItems } from './openapi/normalize-schemas.ts';
import { methods } from './openapi/read-operation.ts';
import { readService } from './openapi/read-service.ts';
import type { Service } from './openapi/service.ts';
import { type ReadDocument, reporter, runSupport } from './read-document.ts';
import { partReferences } from './support/not-checked.ts';
import { reportWithoutEffect } from './support/openapi-30.ts';
import { partSupport, wholeSupport } from './support/rules.ts';

/**
 * An OpenAPI document as it is now, of which nothing but `info` and some path items has changed: only these are read,
 * and what was made of the others stays the same object. Undefined where more has changed, or where a change may have
 * an effect on something else; then the document has to be read as a whole.
 */
export function readAgain(
  file: string,
  cache: SourceCache,
  isLeftOut: (origin: Origin) => boolean,
  { read, parts, leftOut: earlierLeftOut }: ReadDocument<Service>,
): ReadDocument<Service> | undefined {
  if (!read || !parts) return undefined;
  const before = read.bundle.source;
  const source = cache.read(file);
  const changed = changedPaths(before.json, source.json);
  if (source.errors.length > 0 || !changed) return undefined;
  const now = pick(objectIn(source.json, 'paths'), changed);
  const then = pick(objectIn(read.bundle.document, 'paths'), changed);
  if ([...Object.values(now), ...Object.values(then)].some(mayActElsewhere)) return undefined;

  const findings = new Findings(cache);
  for (const { rule, path, message } of parts.found) {
    if (path === undefined) return undefined;
    if (!isBelow(path, changed)) findings.add(rule, file, path, message);
  }
  const bundled = bundle(file, cache, onlyPathItems(source.json, now));
  if (!bundled.isPlain || bundled.problems.length > 0) return undefined;
  const [components, upgradedComponents] = parts.components;
  const written = withComponents(bundled.document, components);
  reportWithoutEffect(written, reporter(bundled, findings));
  const upgraded = withComponents(upgradeDraft07(modernize(written)), upgradedComponents);
  const normalized = normalizePathItems(upgraded, parts.stages);
  if (!normalized) return undefined;

  const seen = withComponents(normalized, objectIn(read.bundle.document, 'components'));
  const earlier = onlyPathItems(read.bundle.document, then);
  if (!equal(partReferences(earlier), partReferences(seen))) return undefined;
  const document = whole(source.json, read.bundle.document, seen);
  const opened: Bundle = { ...bundled, document };
  const { operations: own, title } = readService(read.content.name, seen);
  const leftOut = earlierLeftOut.filter(({ path }) => !isBelow(path, changed));
  const kept = own.filter(({ at }) => {
    const isOut = isLeftOut(opened.origin(at));
    if (isOut) leftOut.push(opened.origin(at));
    return !isOut;
  });
  const all = [...read.content.operations.filter(({ path }) => !changed.has(path)), ...kept];
  const order = new Map(Object.keys(objectIn(document, 'paths')).map((path, index) => [path, index]));
  all.sort((one, other) => (order.get(one.path) ?? 0) - (order.get(other.path) ?? 0));
  const service = { ...read.content, title, document, operations: all };

  const outside = new Set<string>();
  const watched = (found: Findings) => (rule: string, path: readonly (string | number)[], message: string) => {
    if (!isBelow(path, changed)) outside.add(path.join('/'));
    reporter(opened, found)(rule, path, message);
  };
  const earlierOperations = read.content.operations.filter(({ path }) => changed.has(path));
  for (const [seenDocument, operations, found] of [
    [earlier, earlierOperations, new Findings(cache)],
    [seen, kept, findings],
  ] as const)
    runSupport(partSupport, {
      bundle: { ...opened, document: seenDocument },
      service: { ...service, document: seenDocument, operations },
      report: watched(found),
    });
  // What a path item says of something else would have to be taken back with it.
  if (outside.size > 0) return undefined;
  const found = findings.sorted();
  runSupport(wholeSupport, { bundle: opened, service, report: reporter(opened, findings) });
  return {
    read: { bundle: opened, content: service },
    found: findings.sorted(),
    sources: [source],
    leftOut,
    parts: { ...parts, found },
  };
}

/** The paths whose items are others, more or fewer now; undefined where something besides these has changed. */
function changedPaths(before: JsonObject, after: JsonObject): Set<string> | undefined {
  const keys = Object.keys(after);
  if (keys.join('\n') !== Object.keys(before).join('\n')) return undefined;
  if (keys.some(key => key !== 'paths' && key !== 'info' && before[key] !== after[key])) return undefined;
  const { paths: then } = before;
  const { paths: now } = after;
  if (!isObject(then) || !isObject(now)) return undefined;
  const all = new Set([...Object.keys(then), ...Object.keys(now)]);
  return new Set([...all].filter(path => then[path] !== now[path]));
}

/** Whether a path item is one that stands elsewhere, or has callbacks: these are a service of their own. */
function mayActElsewhere(item: Json): boolean {
  if (!isObject(item) || item.$ref !== undefined) return true;
  return methods.some(method => isObject(item[method]) && item[method].callbacks !== undefined);
}

function pick(paths: JsonObject, names: ReadonlySet<string>): JsonObject {
  const picked: JsonObject = {};
  for (const [name, item] of Object.entries(paths)) if (names.has(name)) put(picked, name, item);
  return picked;
}

function isBelow([top, path]: readonly (string | number)[], changed: ReadonlySet<string>): boolean {
  return top === 'paths' && typeof path === 'string' && changed.has(path);
}

const equal = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every(item => other.has(item));

/** The document with the path items that were read now, in the order of its source. */
function whole(source: JsonObject, earlier: JsonObject, seen: JsonObject): JsonObject {
  const known = objectIn(earlier, 'paths');
  const read = objectIn(seen, 'paths');
  const paths: JsonObject = {};
  for (const path of Object.keys(objectIn(source, 'paths'))) put(paths, path, read[path] ?? known[path] ?? {});
  const document: JsonObject = {};
  for (const [key, value] of Object.entries(earlier))
    put(document, key, key === 'paths' ? paths : key === 'info' ? (seen.info ?? {}) : value);
  return document;
}

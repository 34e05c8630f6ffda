/** A path template as its segments; each alternates literal text and parameter names, text first and last. */
export interface Segment {
  texts: string[];
  names: string[];
}

/**
 * A path of a contract in its parts. The specification has no query or fragment there; documents write them all the
 * same, to tell operations of one path apart.
 */
interface PathParts {
  /** What requests are routed by. */
  template: string;
  /** What the query of each request holds: `/orders?beta=true`. */
  query: ReadonlyMap<string, string>;
  fragment: string | undefined;
  segments: readonly Segment[];
}

/** Paths are sorted and compared in pairs: each is split once. */
const known = new Map<string, PathParts>();

export function pathParts(path: string): PathParts {
  const parts = known.get(path) ?? split(path);
  known.set(path, parts);
  return parts;
}

export const segmentsOf = (path: string): readonly Segment[] => pathParts(path).segments;

function split(path: string): PathParts {
  const [, template = '', search = '', fragment] =
    /^((?:[^?#{]|\{[^{}]*\}?)*)(?:\?((?:[^#{]|\{[^{}]*\}?)*))?(?:#(.*))?$/s.exec(path) ?? [];
  const segments = template.split(/\/(?![^{]*\})/).map(segment => {
    const parts = segment.split(/\{([^{}]*)\}/);
    return {
      texts: parts.filter((_part, index) => index % 2 === 0),
      names: parts.filter((_part, index) => index % 2 === 1),
    };
  });
  return { template, query: new Map(new URLSearchParams(search)), fragment, segments };
}

/** What keeps a path from being routed; undefined for one that can be. */
export function templateProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return `The path ${path} must start with a slash`;
  const { query, fragment } = pathParts(path);
  if ([...query].flat().some(text => /[{}]/.test(text)) || /[{}]/.test(fragment ?? ''))
    return `The query or fragment of the path ${path} holds a parameter: declare query parameters instead`;
  if (/[{}]/.test(path.replaceAll(/\{[^{}]+\}/g, ''))) return `The braces of ${path} do not enclose a name each`;
  const segments = segmentsOf(path);
  const names = segments.flatMap(segment => segment.names);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `The parameter ${twice} stands twice in ${path}`;
  const unclear = segments.find(({ texts }) => texts.slice(1, -1).includes(''));
  if (unclear) return `Nothing stands between the parameters ${unclear.names.join(' and ')} to tell them apart`;
  return undefined;
}

/**
 * Orders templates so that what is more specific is matched first: a concrete path before a templated one (OpenAPI
 * 3.1.1, Paths Object), a segment with more literal text before one with less; then by text, a path that asks for a
 * query before one that does not.
 */
export function compareTemplates(left: string, right: string): number {
  const a = segmentsOf(left);
  const b = segmentsOf(right);
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = weight(a[index]) - weight(b[index]);
    if (order !== 0) return order;
    const text = textOf(a, index);
    const other = textOf(b, index);
    if (text !== other) return text < other ? -1 : 1;
  }
  return a.length - b.length || pathParts(right).query.size - pathParts(left).query.size;
}

/** A segment with what ends it, so that a path stands before those that go on. */
function textOf(segments: readonly Segment[], index: number): string {
  const { texts = [], names = [] } = segments[index] ?? {};
  const text = texts.map((literal, at) => literal + (names[at] === undefined ? '' : `\u{10ffff}${names[at]}`)).join('');
  return text + (index === segments.length - 1 ? ' ' : '/');
}

/** Less is more specific: literal segments, then by how much literal text stands beside parameters. */
function weight(segment: Segment | undefined): number {
  if (!segment || segment.names.length === 0) return Number.MIN_SAFE_INTEGER;
  return -segment.texts.join('').length;
}

/** A text that templates have in common of which some requests fit both: others need not be compared. */
export function likenessOf(path: string): string {
  return segmentsOf(path)
    .map(segment => (segment.names.length === 0 ? segment.texts[0] : `{${weight(segment)}}`))
    .join('/');
}

/** Whether some requests fit both templates and nothing says which of them is meant. */
export function isAmbiguous(left: string, right: string): boolean {
  const a = segmentsOf(left);
  const b = segmentsOf(right);
  if (a.length !== b.length) return false;
  const isSamePath = a.every((segment, index) => weight(segment) === weight(b[index]) && overlap(segment, b[index]));
  return isSamePath && isSameQuery(left, right);
}

/** Whether a request may have the queries of both paths, and neither asks for more than the other. */
function isSameQuery(left: string, right: string): boolean {
  const { query } = pathParts(left);
  const { query: other } = pathParts(right);
  return query.size === other.size && [...query].every(([name, value]) => (other.get(name) ?? value) === value);
}

function overlap(a: Segment, b: Segment | undefined): boolean {
  if (!b) return false;
  if (a.names.length === 0 || b.names.length === 0) return a.texts[0] === b.texts[0];
  const start = a.texts[0] ?? '';
  const otherStart = b.texts[0] ?? '';
  const end = a.texts.at(-1) ?? '';
  const otherEnd = b.texts.at(-1) ?? '';
  return (
    (start.startsWith(otherStart) || otherStart.startsWith(start)) && (end.endsWith(otherEnd) || otherEnd.endsWith(end))
  );
}

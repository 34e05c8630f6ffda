/** One thing that is wrong with a value; `path` is a JSON pointer. */
export interface Violation {
  path: string;
  message: string;
}

/**
 * A precompiled validator. It changes the value where the contract says so (coercion, defaults) and leaves what it
 * found in `errors`.
 */
export interface Check {
  (value: unknown): boolean;
  errors?: readonly CheckError[] | null;
}

/** One thing that a check found: what is wrong, where, by which keyword of JSON Schema. */
export interface CheckError {
  instancePath: string;
  keyword: string;
  message?: string;
  params: Readonly<Record<string, unknown>>;
}

const summaries = new Set(['oneOf', 'anyOf', 'if']);

/** So many errors are said of one value; an answer must not grow with what was sent. */
const MAX_VIOLATIONS = 20;

/**
 * What a check found, at most twenty errors, each error at the field that it is about: a missing or unknown field is
 * named in the path.
 */
export function violations(check: Check, prefix: string): Violation[] {
  const errors = check.errors ?? [];
  const details = errors.filter(error => !summaries.has(error.keyword));
  const unique = new Map<string, Violation>();
  for (const error of details.length > 0 ? details : errors) {
    const violation = { path: prefix + error.instancePath + fieldOf(error), message: messageOf(error) };
    unique.set(`${violation.path} ${violation.message}`, violation);
    if (unique.size === MAX_VIOLATIONS) break;
  }
  return [...unique.values()];
}

function fieldOf({ keyword, params }: CheckError): string {
  const tag = keyword === 'discriminator' ? params.tag : undefined;
  const field = tag ?? params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty;
  return typeof field === 'string' ? `/${field.replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
}

/** A text as it is, everything else as JSON: `null` is no empty word. */
const wordOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function messageOf({ keyword, message, params }: CheckError): string {
  if (keyword === 'required') return 'is required';
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return 'is not known';
  if (keyword === 'discriminator') return params.error === 'tag' ? 'must be string' : 'is none of the known values';
  if (keyword === 'enum' && Array.isArray(params.allowedValues))
    return `must be one of ${params.allowedValues.map(wordOf).join(', ')}`;
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`;
  return message ?? 'is not valid';
}

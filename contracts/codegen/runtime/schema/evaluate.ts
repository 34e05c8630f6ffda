import type { CheckError } from '../check.ts';
import { arrayKeywords } from './array-keywords.ts';
import { compositionKeywords } from './composition-keywords.ts';
import { Evaluated } from './evaluated.ts';
import type { Evaluation, Keyword } from './keyword.ts';
import { fillDefaults, objectKeywords } from './object-keywords.ts';
import type { Place } from './place.ts';
import { numberKeywords, stringKeywords } from './scalar-keywords.ts';
import type { Schema, SchemaObject } from './schema.ts';
import { coerced, copyOf, isOfType } from './type.ts';

/** Of one value, and of each schema that is tried, so many errors are looked for: more are of no use to anybody. */
const MAX_ERRORS = 20;

export interface EvaluationOptions {
  /** Strings become the declared type: path, query, header and cookie values. */
  coerces: boolean;
  /** Whether defaults are filled in. */
  fills: boolean;
}

/**
 * What is wrong with a value by a schema, at least one error and not many; undefined for a valid one. Changes the value
 * where the options say so. A value that is nested too deeply to be looked at is not valid.
 *
 * @param resolve The schema that a `$ref` names.
 */
export function evaluate(
  schema: Schema,
  place: Place,
  resolve: (id: string) => Schema,
  options: EvaluationOptions,
): CheckError[] | undefined {
  const evaluation = new Interpreter(resolve, options);
  try {
    return evaluation.apply(schema, place) ? undefined : evaluation.errors;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // the stack has an end
    return [{ instancePath: '', keyword: 'depth', message: 'is nested too deeply', params: {} }];
  }
}

/** The keywords of a schema that are about a type, or about all. */
interface Group {
  type?: 'number' | 'string' | 'array' | 'object';
  keywords: Readonly<Record<string, Keyword>>;
}

/** In the order in which they are looked at, so that errors come in a certain order. */
const groups: readonly Group[] = [
  { type: 'number', keywords: numberKeywords },
  { type: 'string', keywords: stringKeywords },
  { keywords: compositionKeywords },
  { type: 'array', keywords: arrayKeywords },
  { type: 'object', keywords: objectKeywords },
];

/** The keywords that a schema has, by group. */
type Plan = readonly { type: Group['type']; keywords: readonly Keyword[] }[];

const plans = new WeakMap<SchemaObject, Plan>();

function planOf(schema: SchemaObject): Plan {
  const known = plans.get(schema);
  if (known) return known;
  const plan = groups
    .map(({ type, keywords }) => ({
      type,
      keywords: Object.entries(keywords).flatMap(([name, keyword]) => (schema[name] === undefined ? [] : [keyword])),
    }))
    .filter(({ keywords }) => keywords.length > 0);
  plans.set(schema, plan);
  return plan;
}

class Interpreter implements Evaluation {
  readonly errors: CheckError[] = [];
  readonly #fills: boolean;
  readonly resolve: (id: string) => Schema;
  readonly coerces: boolean;
  /** How many errors there were before the schema that is tried. */
  #before = 0;

  constructor(resolve: (id: string) => Schema, { coerces, fills }: EvaluationOptions) {
    this.resolve = resolve;
    this.#fills = fills;
    this.coerces = coerces;
  }

  get errorCount(): number {
    return this.errors.length;
  }

  get isFull(): boolean {
    return this.errors.length - this.#before > MAX_ERRORS;
  }

  fail(place: Place, keyword: string, message: string, params: Readonly<Record<string, unknown>> = {}): false {
    this.errors.push({ instancePath: place.path, keyword, message, params });
    return false;
  }

  discard(count: number): void {
    if (this.errors.length > count) this.errors.length = count;
  }

  attempt(schema: Schema, place: Place, seen?: Evaluated): boolean {
    const outer = this.#before;
    this.#before = this.errors.length;
    const written = this.coerces ? copyOf(place.value) : undefined;
    const holds = this.apply(schema, place, seen);
    this.#before = outer;
    if (this.coerces && !holds) place.replace(written);
    return holds;
  }

  apply(schema: Schema, place: Place, seen?: Evaluated): boolean {
    if (schema === true) return true;
    if (schema === false) return this.fail(place, 'false schema', 'boolean schema is false');
    const asks = schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined;
    const own = asks ? new Evaluated() : seen;
    const plan = planOf(schema);
    const { type } = schema;
    // that a value is no object or list is reported after what concerns values of every type
    const late = (type === 'object' || type === 'array') && plan.some(group => group.type === type) ? type : undefined;
    let holds = late !== undefined || this.#hasType(schema, place);
    for (const group of plan) {
      if (group.type !== undefined && !isOfType(group.type, place.value)) {
        if (group.type === late) holds = this.#hasType(schema, place) && holds;
        continue;
      }
      if (group.type === 'object' && this.#fills) fillDefaults(schema, place.value);
      for (const keyword of group.keywords) holds = keyword(this, schema, place, own) && holds;
    }
    if (asks && own) seen?.add(own);
    return holds;
  }

  /** Whether the value has a type of the schema; it may become one. */
  #hasType({ type }: SchemaObject, place: Place): boolean {
    if (type === undefined) return true;
    const types: readonly unknown[] = Array.isArray(type) ? type : [type];
    if (types.some(one => isOfType(one, place.value))) return true;
    const value = this.coerces ? coerced(place.value, types) : undefined;
    if (value === undefined) return this.fail(place, 'type', `must be ${types.join(',')}`, { type });
    place.replace(value);
    return true;
  }
}

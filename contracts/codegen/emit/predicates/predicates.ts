import { arrayIn, isObject, type Json, type JsonObject } from '../../document/json.ts';
import { quote } from '../../names.ts';
import { arrayStatements } from './array-statements.ts';
import { coercion, HOLDER, isCoerced, KEY, readAgain } from './coercion.ts';
import { compositionConditions } from './composition-conditions.ts';
import { all, always, type Condition, call, never, refusal, some } from './condition.ts';
import { filled, Hoisted, type Template, templateOf, Uses } from './hoisted.ts';
import { isDecidable } from './is-decidable.ts';
import { asksArrays, asksObjects, certainType, isStructural, typesOf, weightOf } from './keyword-groups.ts';
import { mayCoerce } from './may-coerce.ts';
import { objectStatements } from './object-statements.ts';
import {
  hasType,
  hasTypes,
  numberConditions,
  stringConditions,
  valueConditions,
  valuesHaveType,
} from './scalar-conditions.ts';
import { below, block, inHolder, type SchemaPlace, type Value, type Writer } from './writer.ts';

/** An inner schema with more keywords is a function of its own: V8 optimizes no very long one. */
const LONG_SCHEMA = 60;

/** A schema with no more keywords is written out where it is referred to. */
const SHORT_SCHEMA = 8;

/** What a function is made of: a schema, and where it stands. */
interface Made {
  schema: Json;
  place: SchemaPlace;
}

interface Named extends Made {
  name: string;
}

interface Written {
  uses: Uses<Made>;
  template: Template;
  decides: boolean;
}

/**
 * Functions that were written before, by the schema of an id that they are about. It is the same object only as long as
 * all that it leads to is the same (`shareSchemas`).
 */
export class PredicateMemory {
  readonly written = new WeakMap<JsonObject, Map<string, Written>>();
}

interface PredicateOptions {
  /** By id, with all that they refer to. */
  schemas: ReadonlyMap<string, JsonObject | boolean>;
  coerces: boolean;
  fills: boolean;
  /** The ids whose predicates another module has, by id in `predicates`. */
  elsewhere?: ReadonlyMap<string, JsonObject | boolean> | undefined;
  /** Of an earlier module with the same options. */
  memory?: PredicateMemory | undefined;
}

/**
 * Writes predicates: functions that say whether a value is valid, and nothing of what is wrong. What they refuse,
 * `evaluate` decides on, and also what they do not know how to decide (`isDecidable`): they never say yes where it says
 * no. Where values are coerced, they get what holds the value, and its key.
 */
export class Predicates implements Writer {
  readonly hoisted = new Hoisted();
  readonly schemas: ReadonlyMap<string, JsonObject | boolean>;
  readonly coerces: boolean;
  readonly fills: boolean;
  readonly #functions = new Map<string, Named>();
  readonly #elsewhere: ReadonlyMap<string, JsonObject | boolean>;
  readonly #written: WeakMap<JsonObject, Map<string, Written>>;
  readonly #inlined = new Set<string>();
  #uses = new Uses<Made>();
  #variables = 0;
  #decides = false;

  constructor({ schemas, coerces, fills, elsewhere = new Map(), memory = new PredicateMemory() }: PredicateOptions) {
    this.#elsewhere = elsewhere;
    this.schemas = schemas;
    this.coerces = coerces;
    this.fills = fills;
    this.#written = memory.written;
  }

  /** Whether some decision is left to a schema. */
  get decides(): boolean {
    return this.#decides;
  }

  /** Whether some predicate is one that another module has. */
  get imports(): boolean {
    return [...this.#elsewhere.keys()].some(id => this.hoisted.has(imported(id)));
  }

  /** The name of the predicate of a schema. */
  nameOf(id: string): string {
    if (this.#elsewhere.has(id)) return this.hoisted.nameOf(imported(id));
    return this.#named({ schema: this.schemas.get(id) ?? true, place: { id, path: [] } }).name;
  }

  /** The code of all predicates that were named, and of those that they call. */
  functions(): string[] {
    const functions: string[] = [];
    // a map goes on to what is added meanwhile
    for (const { name, schema, place } of this.#functions.values()) {
      const { uses, template, decides } = this.#writtenOf(schema, place);
      this.hoisted.import(uses.imports);
      const names = uses.names.map(used =>
        typeof used === 'string' ? this.hoisted.nameOf(used) : this.#named(used).name,
      );
      this.#decides ||= decides;
      functions.push(`function ${name}${filled(template, names)}`);
    }
    return functions;
  }

  /** The code of a function, as it was written before where nothing has changed. */
  #writtenOf(schema: Json, place: SchemaPlace): Written {
    const whole = this.schemas.get(place.id);
    if (!isObject(whole)) return this.#writeFunction(schema, place);
    const known = this.#written.get(whole) ?? new Map<string, Written>();
    this.#written.set(whole, known);
    const key = keyOf(place);
    const written = known.get(key) ?? this.#writeFunction(schema, place);
    known.set(key, written);
    return written;
  }

  #writeFunction(schema: Json, place: SchemaPlace): Written {
    this.#uses = new Uses<Made>();
    this.hoisted.usedBy(this.#uses);
    this.#variables = 0;
    const before = this.#decides;
    this.#decides = false;
    const value = inHolder(this, 'v', HOLDER, KEY);
    const lines = indented([...this.#write(schema, value, place), 'return true;']);
    const code = [`(${this.coerces ? `v, ${HOLDER}, ${KEY}` : 'v'}) {`, ...lines, '}'].join('\n');
    const written = { uses: this.#uses, template: templateOf(code), decides: this.#decides };
    this.#decides = before;
    return written;
  }

  variable(): string {
    this.#variables += 1;
    return `v${this.#variables}`;
  }

  statements(schema: Json, value: Value, place: SchemaPlace): string[] {
    const isLong = isObject(schema) && isStructural(schema) && weightOf(schema) > LONG_SCHEMA;
    if (!isLong || !isDecidable(this, schema)) return this.#write(schema, value, place);
    return refusal(called(this.#function(schema, place), value));
  }

  condition(schema: Json, value: Value, place: SchemaPlace): Condition {
    if (!isObject(schema)) return schema === false ? never : always;
    if (!isDecidable(this, schema)) return this.decision(value, place);
    if (isStructural(schema)) return called(this.#function(schema, place), value);
    return all([
      ...this.#scalar(schema, value, place),
      ...(typeof schema.$ref === 'string' ? [this.#reference(schema.$ref, value)] : []),
      ...arrayIn(schema, 'allOf').map((part, index) => this.condition(part, value, below(place, 'allOf', index))),
    ]);
  }

  decision(value: Value, { id, path }: SchemaPlace): Condition {
    this.#decides = true;
    const steps = path.map(step => (typeof step === 'number' ? String(step) : quote(step)));
    return called(this.hoisted.constant(`part(${quote(id)}, [${steps.join(', ')}])`), value);
  }

  #function(schema: Json, place: SchemaPlace): string {
    const isElsewhere = place.path.length === 0 && this.#elsewhere.has(place.id);
    return isElsewhere ? this.#uses.constant(imported(place.id)) : this.#uses.function(keyOf(place), { schema, place });
  }

  #named({ schema, place }: Made): Named {
    const key = keyOf(place);
    const known = this.#functions.get(key) ?? { name: `is_${this.#functions.size}`, schema, place };
    this.#functions.set(key, known);
    return known;
  }

  #write(schema: Json, value: Value, place: SchemaPlace): string[] {
    if (!isObject(schema)) return schema === false ? ['return false;'] : [];
    if (!isDecidable(this, schema)) return refusal(this.decision(value, place));
    const type = value.type ?? certainType(schema);
    const own = type === undefined ? value : { ...value, type };
    const ofType = (wanted: 'object' | 'array', statements: readonly string[]): readonly string[] =>
      type === wanted ? statements : block(`if (${hasType(wanted, value.v).is})`, statements);
    return [
      ...(type === value.type ? [] : refusal(hasType(type ?? '', value.v))),
      ...coercion(this, schema, value),
      ...refusal(all(this.#scalar(schema, own, place))),
      ...this.#referred(schema, own),
      ...arrayIn(schema, 'allOf').flatMap((part, index) => this.statements(part, own, below(place, 'allOf', index))),
      ...(asksArrays(schema) ? ofType('array', arrayStatements(this, schema, own, place)) : []),
      ...(asksObjects(schema) ? ofType('object', objectStatements(this, schema, own, place)) : []),
    ];
  }

  /** What a schema says in itself of values that are no lists or objects. */
  #scalar(schema: JsonObject, value: Value, place: SchemaPlace): Condition[] {
    const { v } = value;
    const types = typesOf(schema);
    const isSaid =
      types.length === 0 ||
      (value.type !== undefined && types.includes(value.type)) ||
      valuesHaveType(schema, types) ||
      isCoerced(this, schema, value);
    const of = (type: string, conditions: Condition[]): Condition[] => {
      if (conditions.length === 0) return [];
      const isOnly = schema.type === type || (type === 'number' && schema.type === 'integer');
      const other = { is: `typeof ${v} !== '${type}'`, isNot: `typeof ${v} === '${type}'` };
      return isOnly ? conditions : [some([other, all(conditions)])];
    };
    return [
      ...(isSaid ? [] : [hasTypes(types, v)]),
      ...of('number', numberConditions(schema, v, this.hoisted)),
      ...of('string', stringConditions(schema, v, this.hoisted)),
      ...valueConditions(schema, v, this.hoisted),
      ...compositionConditions(this, schema, value, place),
    ];
  }

  #referred({ $ref }: JsonObject, value: Value): string[] {
    if (typeof $ref !== 'string') return [];
    const isChanged = this.coerces && value.holder !== undefined && mayCoerce({ $ref }, this.schemas);
    return [...refusal(this.#reference($ref, value)), ...(isChanged ? [readAgain(value)] : [])];
  }

  /** That a value is valid under a schema that is referred to: short ones are written out. */
  #reference(id: string, value: Value): Condition {
    const schema = this.schemas.get(id) ?? true;
    const isShort = !isObject(schema) || (!isStructural(schema) && weightOf(schema) <= SHORT_SCHEMA);
    if (!isShort || this.coerces || this.#inlined.has(id))
      return called(this.#function(schema, { id, path: [] }), value);
    this.#inlined.add(id);
    const written = this.condition(schema, value, { id, path: [] });
    this.#inlined.delete(id);
    return written;
  }
}

/** The predicate of an id that another module has. */
const imported = (id: string): string => `predicates[${quote(id)}]`;

function keyOf({ id, path }: SchemaPlace): string {
  return JSON.stringify([id, ...path]);
}

function called(name: string, { v, holder, key }: Value): Condition {
  return call(`${name}(${holder === undefined ? v : `${v}, ${holder}, ${key}`})`);
}

/** Lines of code, each as deep as the blocks that it stands in. */
function indented(lines: readonly string[]): string[] {
  let depth = 1;
  return lines.map(line => {
    if (line.startsWith('}')) depth -= 1;
    const written = '  '.repeat(depth) + line;
    if (line.endsWith('{')) depth += 1;
    return written;
  });
}

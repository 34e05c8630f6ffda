import {
  arrayIn,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  refOf,
  stringIn,
  stringsIn,
} from '../document/json.ts';
import { html, type Part } from './html.ts';
import { markdown } from './markdown.ts';

const MAX_DEPTH = 6;

/** Shows schemas of a document to people; references lead to the page of its schemas. */
export class SchemaView {
  /** Where the schemas of the document are, from the page that shows them. */
  readonly #schemas: string;

  constructor(schemas: string) {
    this.#schemas = schemas;
  }

  /** What a value is, in a few words: `string (uuid)`, `list of Money`. */
  type(schema: Json | undefined): Part {
    if (!isObject(schema)) return schema === false ? 'nothing' : 'anything';
    const ref = refOf(schema);
    if (ref !== undefined) return this.#reference(ref);
    if ('const' in schema) return html`<code>${JSON.stringify(schema.const)}</code>`;
    if (Array.isArray(schema.enum))
      return separated(
        schema.enum.map(value => html`<code>${JSON.stringify(value)}</code>`),
        ' or ',
      );
    for (const [key, word] of [
      ['oneOf', ' or '],
      ['anyOf', ' or '],
      ['allOf', ' and '],
    ] as const) {
      const parts = arrayIn(schema, key);
      if (parts.length > 0 && schema.properties === undefined)
        return separated(
          parts.map(part => this.type(part)),
          word,
        );
    }
    const types = [...stringsIn(schema, 'type'), ...(stringIn(schema, 'type') ?? '').split(' ').filter(Boolean)];
    if (types.includes('array')) return html`list of ${this.type(schema.items)}${types.includes('null') && ' or null'}`;
    const format = stringIn(schema, 'format');
    const named = types.length > 0 ? types.join(' or ') : isObject(schema.properties) ? 'object' : 'anything';
    const secret = schema['x-secret'] === true && ', secret';
    return html`${named}${format !== undefined && ` (${format})`}${secret}`;
  }

  /** The fields of an object, what its parts are, and what limits it; nothing for what its type says already. */
  details(schema: Json | undefined, depth = 0): Part {
    if (!isObject(schema) || depth > MAX_DEPTH) return undefined;
    const properties = Object.entries(objectIn(schema, 'properties'));
    const required = new Set(stringsIn(schema, 'required'));
    const fields = properties.map(
      ([name, property]) => html`<li>
<p class="field"><code class="name">${name}</code> <span class="type">${this.type(property)}</span>${required.has(name) && html` <span class="tag">required</span>`}${flags(property)}</p>
${this.#about(property, depth)}</li>`,
    );
    const rest = isObject(schema.additionalProperties) ? schema.additionalProperties : undefined;
    const parts = ['allOf', 'oneOf', 'anyOf'].flatMap(key =>
      arrayIn(schema, key).map(part => this.#part(key, part, depth)),
    );
    return [
      fields.length > 0 && html`<ul class="fields">${fields}</ul>`,
      rest &&
        html`<p class="field">any other name: <span class="type">${this.type(rest)}</span></p>${this.details(rest, depth + 1)}`,
      this.#items(schema, depth),
      parts,
    ];
  }

  #about(property: Json, depth: number): Part {
    if (!isObject(property)) return undefined;
    const limits = limitsOf(property);
    const inner = this.details(property, depth + 1);
    const isEmpty = [inner].flat(3).every(part => part === undefined || part === false);
    return [
      html`${markdown(stringIn(property, 'description'))}`,
      limits !== '' && html`<p class="limits">${limits}</p>`,
      !isEmpty && (depth === 0 ? inner : html`<details><summary>Fields</summary>${inner}</details>`),
    ];
  }

  #items(schema: JsonObject, depth: number): Part {
    const { items } = schema;
    return isObject(items) && refOf(items) === undefined ? this.details(items, depth + 1) : undefined;
  }

  #part(key: string, part: Json, depth: number): Part {
    if (!isObject(part) || refOf(part) !== undefined) return undefined;
    const inner = this.details(part, depth + 1);
    const word = key === 'allOf' ? 'And' : 'Or';
    return isObject(part.properties) && html`<p class="field">${word} with:</p>${inner}`;
  }

  #reference(ref: string): Part {
    const name = parsePointer(ref).at(-1) ?? ref;
    return html`<a href="${`${this.#schemas}#${encodeURIComponent(schemaAnchor(name))}`}">${name}</a>`;
  }
}

export function schemaAnchor(name: string): string {
  return `schema-${name}`;
}

function flags(schema: Json): Part {
  if (!isObject(schema)) return undefined;
  const names = ['deprecated', 'readOnly', 'writeOnly'].filter(name => schema[name] === true);
  return names.map(name => html` <span class="tag">${name.replace('Only', ' only')}</span>`);
}

const limits = [
  'default',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
];
const listLimits = ['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'];

/** `minLength 1, maxLength 200`. */
export function limitsOf(schema: JsonObject): string {
  const keys = [...limits, ...listLimits].filter(key => schema[key] !== undefined);
  return keys
    .map(key => `${key} ${typeof schema[key] === 'string' ? schema[key] : JSON.stringify(schema[key])}`)
    .join(', ');
}

function separated(parts: readonly Part[], separator: string): Part {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}

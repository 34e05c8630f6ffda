const reserved = new Set([
  'Array',
  'Boolean',
  'Buffer',
  'Date',
  'Error',
  'Function',
  'Map',
  'Number',
  'Object',
  'Promise',
  'Readable',
  'ReadableStream',
  'Record',
  'Response',
  'Request',
  'Set',
  'String',
  'Symbol',
  'Uint8Array',
  'unknown',
  'never',
]);

/** `list-orders`, `orders/list` and `listOrders` become `ListOrders`. */
export function pascalCase(text: string): string {
  const joined = text
    .normalize('NFC')
    .split(/[^\p{L}\p{Nd}\p{Nl}\p{M}]+/u)
    .map(word => word.replace(/^\p{M}+/u, ''))
    .filter(word => word !== '')
    .map(capitalized)
    .join('');
  return joined === '' || /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`;
}

/** The first letter in upper case, where that is one letter. */
function capitalized(word: string): string {
  const [first = ''] = word;
  const upper = first.toUpperCase();
  return ([...upper].length === 1 ? upper : first) + word.slice(first.length);
}

/** `ListOrders` and `list-orders` become `listOrders`. */
export function camelCase(text: string): string {
  const [first = '', ...rest] = pascalCase(text);
  return first.toLowerCase() + rest.join('');
}

/** The name where it is free, else with the first number that makes it so: `Pet2`. */
export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let number = 2; isTaken(name); number += 1) name = `${wanted}${number}`;
  return name;
}

const isTypeName = (text: string): boolean => /^[A-Z][A-Za-z0-9_]*$/.test(text);

function baseName(wanted: string): string {
  const base = isTypeName(wanted) ? wanted : pascalCase(wanted) || 'Type';
  return reserved.has(base) ? `${base}Schema` : base;
}

/** Hands out type names, each only once in a file. */
export class TypeNames {
  readonly #taken = new Set<string>();

  /** The name as written where it is a good type name, else in PascalCase; a number is added when it is taken. */
  take(wanted: string): string {
    const name = freeName(baseName(wanted), taken => this.#taken.has(taken));
    this.#taken.add(name);
    return name;
  }

  /** Takes these names where each would be had for what was wanted; else none, and false is returned. */
  takeAgain(names: ReadonlyMap<string, string>): boolean {
    const all = new Set(names.values());
    if (all.size < names.size) return false;
    for (const [wanted, name] of names) if (this.#taken.has(name) || name !== baseName(wanted)) return false;
    for (const name of all) this.#taken.add(name);
    return true;
  }

  /** A name for each: what is a good type name as written keeps it, whatever the others become. */
  takeAll(wanted: readonly string[]): Map<string, string> {
    const asWritten = new Map(wanted.filter(isTypeName).map(name => [name, this.take(name)]));
    return new Map(wanted.map(name => [name, asWritten.get(name) ?? this.take(name)]));
  }
}

/** A property name as it is written in TypeScript: quoted only where it must be. */
export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/** What a literal cannot hold as it is: quotes and backslashes, control characters, line ends, halves of characters. */
const mustBeEscaped = /['\\\p{Cc}\p{Cs}\u2028\u2029]/u;

/** A string literal in single quotes; holds no line end of any kind. */
export function quote(text: string): string {
  if (!mustBeEscaped.test(text)) return `'${text}'`;
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

const initials = new Set([
  'id',
  'url',
  'uri',
  'ip',
  'sku',
  'seo',
  'sms',
  'csv',
  'pdf',
  'vat',
  'iban',
  'api',
  'http',
  'html',
  'sha256',
]);

/** How a name reads to a person: `trackingNumber` becomes `Tracking number`, `orderId` `Order ID`. */
export function humanize(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(word => word !== '')
    .map(word => (initials.has(word.toLowerCase()) ? word.toUpperCase() : word.toLowerCase()));
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

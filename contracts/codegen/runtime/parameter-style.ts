import type { Check } from './check.ts';

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';
export type ParameterStyle = 'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';

/** How a value stands in a request. What is left out is the default of the place. OpenAPI 3.1.1, Parameter Object. */
export interface ParameterEncoding {
  name: string;
  place: ParameterPlace;
  style?: ParameterStyle;
  explode?: boolean;
  /** The value is JSON text: the parameter has `content`. */
  json?: boolean;
  /** A text of a form that is a part with this media type. */
  textType?: string;
  /** Reserved characters that do not end a query value travel as they are. */
  reserved?: boolean;
}

/** A parameter as the server reads it. */
export interface ParameterDefinition extends ParameterEncoding {
  /** Absent for a single value. */
  type?: 'array' | 'object';
  /** A single value may stand in place of the list or object. */
  single?: boolean;
  /** The names that an exploded object of form style takes from the query. */
  properties?: readonly string[];
  /** The object takes every name that no other parameter declares. */
  open?: boolean;
  /** Where lists stand in an object: `tags`, `lines[].tags`. */
  arrays?: readonly string[];
  /** The value is a UUID, whose case says nothing. */
  uuid?: boolean;
  /** The value is JSON text; its check, or true where anything goes. */
  content?: Check | boolean;
}

interface Expansion {
  /** What stands before the first value. */
  prefix: string;
  /** Whether the name stands before each value. */
  named: boolean;
  /** Between the values of one that is not exploded, as it travels. */
  delimiter: string;
  /** Between the values of one that is exploded. */
  separator: string;
}

/** RFC 6570, section 3.2; the last two are OpenAPI's own (3.1.1, Style Examples). */
export const expansions: Readonly<Record<Exclude<ParameterStyle, 'deepObject'>, Expansion>> = {
  simple: { prefix: '', named: false, delimiter: ',', separator: ',' },
  label: { prefix: '.', named: false, delimiter: ',', separator: '.' },
  matrix: { prefix: ';', named: true, delimiter: ',', separator: ';' },
  form: { prefix: '', named: true, delimiter: ',', separator: '&' },
  spaceDelimited: { prefix: '', named: true, delimiter: '%20', separator: '&' },
  pipeDelimited: { prefix: '', named: true, delimiter: '%7C', separator: '&' },
};

const defaults = { path: 'simple', query: 'form', header: 'simple', cookie: 'form' } as const;

/** The style and explode of a parameter, with the defaults filled in. */
export function styleOf({ place, style = defaults[place], explode = style === 'form' }: ParameterEncoding): {
  style: ParameterStyle;
  explode: boolean;
} {
  return { style, explode };
}

const placesOf: Readonly<Record<ParameterStyle, readonly ParameterPlace[]>> = {
  simple: ['path', 'header'],
  label: ['path'],
  matrix: ['path'],
  form: ['query', 'cookie'],
  spaceDelimited: ['query'],
  pipeDelimited: ['query'],
  deepObject: ['query'],
};

/** Whether a string is the name of a style. */
export function isStyle(text: string): text is ParameterStyle {
  return Object.hasOwn(placesOf, text);
}

/** Why no value could travel like that, or undefined where it can. `shape` is the shape of the value. */
export function styleProblem(encoding: ParameterEncoding, shape: 'single' | 'array' | 'object'): string | undefined {
  const { style, explode } = styleOf(encoding);
  const { place } = encoding;
  const places = placesOf[style];
  if (!places.includes(place)) return `The style ${style} is for ${places.join(' and ')}, not for a ${place}`;
  if (shape === 'single' || style === 'deepObject') return undefined; // a single value stands alone in every style
  if (place === 'cookie' && explode)
    return 'A cookie has one value: write `explode: false`, and its values are joined by commas';
  if (explode && (style === 'spaceDelimited' || style === 'pipeDelimited'))
    return `The style ${style} joins values, so \`explode\` must be false`;
  return undefined;
}

import { isObject, type Json, type JsonObject, objectIn, put, stringIn } from '../document/json.ts';
import { mapSchemas } from '../document/visit-kinds.ts';

/** A document whose schemas are those of OpenAPI 3.1, and how its paths were written. */
export interface PlainSchemas {
  document: JsonObject;
  pathBefore(path: readonly (string | number)[]): readonly (string | number)[];
}

/** The schema formats that are JSON Schema (AsyncAPI 3.0, Message Object, "Schema formats table"). */
export function isJsonSchema(format: string): boolean {
  return /^application\/(schema(\+json|\+yaml)?(;version=draft-07)?|vnd\.aai\.asyncapi(\+json|\+yaml)?(;version=3\.\d\.\d)?)$/.test(
    format,
  );
}

/**
 * Makes the schemas of AsyncAPI those of OpenAPI: components with a `schemaFormat` of JSON Schema are what they hold,
 * and `discriminator` is an object (in AsyncAPI it is the name of the property).
 */
export function plainSchemas(document: JsonObject): PlainSchemas {
  const components = objectIn(document, 'components');
  const schemas: JsonObject = {};
  const unwrapped = new Set<string>();
  for (const [name, value] of Object.entries(objectIn(components, 'schemas'))) {
    const isPlain = isObject(value) && isJsonSchema(stringIn(value, 'schemaFormat') ?? '');
    if (isPlain) unwrapped.add(name);
    put(schemas, name, isPlain ? (value.schema ?? true) : value);
  }
  const whole = unwrapped.size === 0 ? document : { ...document, components: { ...components, schemas } };
  const plain = JSON.stringify(document).includes('"discriminator":"')
    ? mapSchemas(whole, 'document', withDiscriminatorObject)
    : whole;
  return {
    document: isObject(plain) ? plain : document,
    pathBefore: ([first, section, name, ...rest]) => {
      const path = [first, section, name, ...rest].filter(key => key !== undefined);
      const isUnwrapped = first === 'components' && section === 'schemas' && unwrapped.has(String(name));
      return isUnwrapped ? [first, section, String(name), 'schema', ...rest] : path;
    },
  };
}

function withDiscriminatorObject(schema: JsonObject): Json {
  const propertyName = stringIn(schema, 'discriminator');
  return propertyName === undefined ? schema : { ...schema, discriminator: { propertyName } };
}

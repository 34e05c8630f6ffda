import { formatRef } from '../document/json.ts';
import { quote } from '../names.ts';
import type { Service } from '../openapi/service.ts';
import { emitValidators, type ValidatorModule } from './validators.ts';

/**
 * `parsers.ts`: for each schema a function that takes any value and gives it back with its type, or throws; and the
 * validators of these schemas, as they are written (`validators/schemas.js`).
 *
 * @param types The type of each schema that has a parser, by name of the schema.
 */
export function emitParsers(types: ReadonlyMap<string, string>, runtime: string): string {
  const names = [...types.values()];
  return [
    `import { parser } from '${runtime}/parser.ts';`,
    `import type { ${names.join(', ')} } from './types.ts';`,
    `import * as schemas from './validators/schemas.js';`,
    '',
    ...names.map(name => `export const parse${name} = parser<${name}>(${quote(name)}, schemas.${name});`),
    '',
  ].join('\n');
}

export function emitParserValidators(
  { document }: Service,
  types: ReadonlyMap<string, string>,
  runtime: string,
): ValidatorModule {
  const schemas = new Map(
    [...types].map(([schema, type]) => [type, { $ref: formatRef(['components', 'schemas', schema]) }]),
  );
  return emitValidators({ schemas, strictness: 'plain', document, coerce: false, defaults: false, runtime });
}

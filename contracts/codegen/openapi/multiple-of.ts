import { _, type Ajv2020 } from 'ajv/dist/2020.js';
import { isMultipleOf } from '../runtime/ajv.ts';

/** How the generated module of a validator names the function; `emit/validators.ts` turns it into an import. */
export const MULTIPLE_OF_MODULE = 'covenant/isMultipleOf';

/**
 * Replaces ajv's `multipleOf` (JSON Schema Validation 6.2.1), which divides in binary, where 143.48 is no multiple of
 * 0.01: what is compared is the decimal numbers as they are written.
 */
export function addDecimalMultipleOf(ajv: Ajv2020): void {
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    error: {
      message: ({ schema }) => `must be multiple of ${String(schema)}`,
      params: ({ schema }) => _`{multipleOf: ${schema}}`,
    },
    code(context) {
      const { data, schema, gen } = context;
      const divisor: unknown = schema;
      if (typeof divisor !== 'number') return;
      if (Number.isInteger(divisor)) {
        context.fail(_`${data} % ${divisor} !== 0`);
        return;
      }
      const check = gen.scopeValue('func', { ref: isMultipleOf, code: _`require("covenant/isMultipleOf").default` });
      context.fail(_`!${check}(${data}, ${divisor})`);
    },
  });
}

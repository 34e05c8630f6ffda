import { _, type Ajv2020 } from 'ajv/dist/2020.js';
import { hasDuplicates } from '../runtime/ajv.ts';

/** The module that a generated validator requires the function from; `emit/validators.ts` makes it an import. */
export const UNIQUE_ITEMS_MODULE = 'covenant/hasDuplicates';

/**
 * Replaces ajv's `uniqueItems` (JSON Schema Validation 6.4.3), which compares every item with every other one, by a
 * check whose time is linear in the size of the array.
 */
export function addLinearUniqueItems(ajv: Ajv2020): void {
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: { message: 'must NOT have duplicate items' },
    code(context) {
      if (context.schema !== true) return;
      const check = context.gen.scopeValue('func', {
        ref: hasDuplicates,
        code: _`require(${UNIQUE_ITEMS_MODULE}).default`,
      });
      context.fail(_`${check}(${context.data})`);
    },
  });
}

import { _, type Ajv2020, Name } from 'ajv/dist/2020.js';
import { Type } from 'ajv/dist/compile/util.js';

/**
 * Replaces ajv's `unevaluatedItems` (JSON Schema Core 2020-12, 11.2), which takes what only a value decides (branches
 * of `anyOf`, `if`) for a number, also where no branch saw an item, or one saw all.
 */
export function addExactUnevaluatedItems(ajv: Ajv2020): void {
  ajv.removeKeyword('unevaluatedItems');
  ajv.addKeyword({
    keyword: 'unevaluatedItems',
    type: 'array',
    schemaType: ['boolean', 'object'],
    error: { message: 'must NOT have unevaluated items' },
    code(context) {
      const { gen, schema, data, it } = context;
      const seen = it.items;
      if (seen === true) return;
      it.items = true;
      if (schema === true) return;
      const from =
        seen instanceof Name ? gen.const('from', _`${seen} === true ? ${data}.length : ${seen} || 0`) : (seen ?? 0);
      if (schema === false) {
        context.fail(_`${data}.length > ${from}`);
        return;
      }
      const valid = gen.var('valid', true);
      gen.forRange('i', from, _`${data}.length`, index => {
        context.subschema({ keyword: 'unevaluatedItems', dataProp: index, dataPropType: Type.Num }, valid);
        if (!it.allErrors) gen.if(_`!${valid}`, () => gen.break());
      });
      context.ok(valid);
    },
  });
}

import { expect, test } from '@jest/globals';
import type { ProductAttribute } from '../../../generated/catalog/types.ts';
import {
  attributeDrafts,
  attributeFields,
  attributeIn,
  formAttributes,
  mergeAttributes,
  withAttribute,
} from './attribute-values.ts';

const shown = { filterable: true, position: 0 };
const attributes: ProductAttribute[] = [
  { ...shown, key: 'vegan', name: 'Vegan', type: 'boolean', boolean: false },
  { ...shown, key: 'energy', name: 'Energy', type: 'number', number: 0 },
  {
    ...shown,
    key: 'origin',
    name: 'Origin',
    type: 'choice',
    values: [
      { key: 'peru', name: 'Peru' },
      { key: 'italy', name: 'Italy' },
    ],
  },
  { ...shown, key: 'care', name: 'Care', type: 'text', text: 'Keep cool.' },
];

test('what a form shows of a product is what it saves, zero and no included', () => {
  expect(attributeDrafts(formAttributes(attributes))).toEqual([
    { key: 'care', text: 'Keep cool.' },
    { key: 'energy', number: 0 },
    { key: 'origin', values: ['italy', 'peru'] },
    { key: 'vegan', boolean: false },
  ]);
});

test('inputs that are empty say nothing of the product', () => {
  const empty = {
    a: { boolean: '' },
    b: { number: '' },
    c: { text: '  ' },
    d: { values: [] },
    e: undefined,
  };
  expect(attributeDrafts(empty)).toEqual([]);
  expect(attributeFields(empty)).toEqual({});
});

test('of a conflict each attribute is a field of its own', () => {
  const mine = formAttributes(attributes);
  const theirs = { vegan: { boolean: 'true' }, salt: { number: '2' } };
  const merged = mergeAttributes(mine, theirs, field => field === 'attributes.origin');
  expect(attributeFields(merged)).toEqual({
    'attributes.origin': ['italy', 'peru'],
    'attributes.salt': 2,
    'attributes.vegan': true,
  });
});

test('a value that is taken back leaves the form as it was', () => {
  const before = formAttributes(attributes);
  const said = withAttribute(before, 'organic', { boolean: 'true' });
  expect(said.organic).toEqual({ boolean: 'true' });
  expect(withAttribute(said, 'organic', { boolean: '' })).toEqual(before);
  expect(withAttribute(before, 'energy', { number: '' })).not.toHaveProperty('energy');
});

test('an attribute may be called anything', () => {
  expect(attributeIn({}, 'constructor')).toBeUndefined();
  const said = withAttribute({}, 'constructor', { boolean: 'true' });
  expect(attributeDrafts(said)).toEqual([{ key: 'constructor', boolean: true }]);
  expect(attributeDrafts(mergeAttributes({}, said, () => true))).toEqual([]);
});

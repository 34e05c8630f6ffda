import { expect, test } from '@jest/globals';
import { secretNames } from './secret-fields.ts';

const text = { type: 'string' };
const secret = { ...text, 'x-secret': true };
const documentOf = (properties: object) => ({
  components: {
    schemas: {
      Person: { type: 'object', properties: { ...properties, code: { $ref: '#/components/schemas/Code' } } },
      Code: secret,
      Problem: { type: 'object', properties: { code: text } },
    },
  },
});

test('the names of secrets are those that mean nothing else anywhere', () => {
  const one = documentOf({ password: secret, backups: { type: 'array', items: text, 'x-secret': true }, note: secret });
  const other = documentOf({ password: secret, note: text, name: text });
  expect(secretNames([one, other])).toEqual(['backups', 'password']);
});

import { describe, expect, test } from '@jest/globals';
import type { AdminField, AdminForm } from '../../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../../generated/admin/resources.ts';
import type { Product } from '../../../generated/catalog/types.ts';
import { formValues, updateBody } from './request-body.ts';

const product: Product = {
  id: '0190a6e0-7c1d-7000-8000-000000000001',
  slug: 'bananas',
  title: 'Bananas',
  status: 'active',
  category: { slug: 'tropical-fruit', name: 'Tropical fruit' },
  images: [],
  options: [],
  variants: [{ sku: '1082185', title: 'Bananas', price: { amount: 101, currency: 'USD' }, options: {} }],
  tags: ['produce'],
  seo: {},
  version: 3,
  createdAt: '2026-11-22T10:00:00Z',
  updatedAt: '2026-11-22T10:00:00Z',
};
const form: AdminForm = resources.products.update;

test('a change that replaces the whole record names the version that it was made of too', () => {
  const text = { subject: 'Order {{ number }}', mjml: '<mjml></mjml>', text: 'Thank you', sms: 'Thank you' };
  const record = { id: 'order-paid', changed: true, text: { ...text, sms: 'Hello' }, version: 4 };
  expect(updateBody(resources.templates.update, text, record)).toEqual({ ...text, version: 4 });
  expect(updateBody(resources.templates.update, { ...text, version: 2 }, record)).toEqual({ ...text, version: 4 });
});

describe('A record whose answer has another shape than its request', () => {
  test('comes into the form as what the field takes, and the rest as it is', () => {
    const shown = formValues(form.fields, { ...product });
    expect(shown).toEqual({ ...product, category: 'Tropical fruit' });
    expect(formValues(form.fields, shown)).toEqual(shown);
  });

  test('is sent where it was changed, and not where it was left', () => {
    const shown = formValues(form.fields, { ...product });
    expect(updateBody(form, shown, { ...product })).toEqual({});
    expect(updateBody(form, { ...product }, { ...product })).toEqual({});
    expect(updateBody(form, { ...shown, category: 'Fruit' }, { ...product })).toEqual({
      category: 'Fruit',
      version: 3,
    });
  });

  const owner = { id: '0190a6e0-7c1d-7000-8000-000000000002', name: 'Ada', rank: 2 };
  const cases: [string, Partial<AdminField>, unknown, unknown][] = [
    ['a text takes what the object is called', { kind: 'text' }, owner, 'Ada'],
    ['a key takes the key', { kind: 'text', format: 'uuid' }, owner, owner.id],
    ['a reference takes the key', { kind: 'reference', reference: 'staff' }, owner, owner.id],
    ['a choice takes what is one', { kind: 'enum', choices: ['big', 'small'] }, { name: 'Big', value: 'big' }, 'big'],
    ['words take what each is called', { kind: 'tags' }, [{ title: 'New' }, 'old', {}], ['New', 'old']],
    ['a number takes no text', { kind: 'number' }, owner, undefined],
    ['yes or no takes nothing of an object', { kind: 'boolean' }, owner, undefined],
    ['a text takes nothing of a list', { kind: 'text' }, ['a', 'b'], undefined],
    ['money stays', { kind: 'money' }, { amount: 1, currency: 'USD' }, { amount: 1, currency: 'USD' }],
    ['so inside of a list too', { kind: 'list', item: { name: '', label: '', kind: 'text' } }, [owner], ['Ada']],
  ];
  test.each(cases)('%s', (_name, partial, value, want) => {
    const field: AdminField = { name: 'owner', label: 'Owner', kind: 'text', ...partial };
    const only: AdminForm = { operation: 'change', roles: [], fields: [field] };
    expect(formValues([field], { owner: value })).toEqual({ owner: want });
    expect(updateBody(only, formValues([field], { owner: value }), { owner: value })).toEqual({});
  });
});

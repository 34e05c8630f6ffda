import { describe, expect, test } from '@jest/globals';
import type { CheckoutRequest } from '../../generated/checkout/types.ts';
import { completeRequest } from './contact.ts';

const request: CheckoutRequest = {
  cartId: '0190a6e0-7c1d-7000-8000-000000000002',
  email: 'ada@example.com',
  shippingAddress: { name: 'Ada Shopper', line1: '1 Way', city: 'Kowloon', country: 'HK' },
  shippingMethod: 'standard',
};
const address = (more: object) => ({ ...request, shippingAddress: { ...request.shippingAddress, ...more } });
const paths = (result: ReturnType<typeof completeRequest>) =>
  Array.isArray(result) ? result.map(violation => violation.path.replace('/body/', '')) : [];

describe('a postal code', () => {
  test.each(['HK', 'AE', 'QA', 'PA', 'JM'])('is not needed in %s', country => {
    expect(completeRequest(address({ country }))).toMatchObject({ shippingAddress: { country, postalCode: '' } });
  });

  test.each([{}, { postalCode: '' }, { postalCode: '   ' }])('is needed in the United Kingdom, not %j', more => {
    expect(paths(completeRequest(address({ country: 'GB', ...more })))).toEqual(['shippingAddress/postalCode']);
  });

  test('has a letter or a digit; those of its country are up to the form', () => {
    expect(paths(completeRequest(address({ country: 'GB', postalCode: '!!!' })))).toEqual([
      'shippingAddress/postalCode',
    ]);
    expect(paths(completeRequest(address({ country: 'US', postalCode: 'N1 9GU' })))).toEqual([]);
  });
});

test('text is one line in the order in which it is written', () => {
  expect(paths(completeRequest(address({ name: 'Ada\nYour order is on hold' })))).toEqual(['shippingAddress/name']);
  expect(paths(completeRequest(address({ city: 'a\u202egnp.exe', line2: '\u0007' })))).toEqual([
    'shippingAddress/line2',
    'shippingAddress/city',
  ]);
  expect(completeRequest(address({ name: '  محمد بن راشد ' }))).toMatchObject({
    shippingAddress: { name: 'محمد بن راشد' },
  });
});

test.each([
  ['info@bücher.example', 'info@xn--bcher-kva.example'],
  [' a@example.com ', 'a@example.com'],
  ['müller@example.com', 'müller@example.com'],
  ['keitai..taro.@example.ne.jp', 'keitai..taro.@example.ne.jp'],
])('the e-mail address %s is %s', (email, expected) => {
  expect(completeRequest({ ...request, email })).toMatchObject({ email: expected });
});

test.each([
  ['+49 (0)30/901820', '+49 (0)30 901820'],
  ['+1.410.555.0100', '+1 410 555 0100'],
  ['020 7946 0000 ext. 12', '020 7946 0000 ext 12'],
  ['+١٢٣٤٥٦٧٨٩', '+123456789'],
])('the phone number %s is %s', (phone, expected) => {
  expect(completeRequest({ ...request, phone })).toMatchObject({ phone: expected });
});

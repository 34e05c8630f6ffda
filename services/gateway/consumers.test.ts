import { expect, test } from '@jest/globals';
import { createConsumers } from './consumers.ts';

const origins = {
  storefront: new Set(['https://www.shop.example']),
  console: new Set(['https://admin.shop.example']),
};
const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36';

test.each([
  ['storefront/4d5e6f7', 'shop.example', { consumer: 'storefront', version: '4d5e6f7' }],
  [browser, 'www.shop.example', { consumer: 'storefront' }],
  [browser, 'admin.shop.example', { consumer: 'admin' }],
  [browser, 'shop.example', { consumer: 'browsers' }],
  ['curl/8.5.0', 'shop.example', { consumer: 'curl' }],
  ['python-requests/2.31', 'shop.example', { consumer: 'python-requests' }],
  [undefined, 'shop.example', { consumer: 'unknown' }],
  ['<script>', 'shop.example', { consumer: 'unknown' }],
])('%p at %s is %p', (userAgent, host, consumer) => {
  expect(createConsumers(origins).of(userAgent, host)).toEqual(consumer);
});

test('many names of strangers become one', () => {
  const consumers = createConsumers(origins);
  for (let each = 0; each < 50; each += 1) consumers.of(`program${each}/1`, 'shop.example');
  expect(consumers.of('one-more/1', 'shop.example')).toEqual({ consumer: 'others' });
  expect(consumers.of('program7/2', 'shop.example')).toEqual({ consumer: 'program7' });
});

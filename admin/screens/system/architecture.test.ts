import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { before, healthSentence, parts, unknownParts } from './architecture.ts';

test('the drawing shows every service that there is', () => {
  const services = path.join(import.meta.dirname, '../../../services');
  const running = fs
    .readdirSync(services)
    .filter(name => name !== 'platform' && fs.existsSync(path.join(services, name, 'main.ts')));
  expect([...before, ...parts.flatMap(group => group.parts.map(({ name }) => name))].sort()).toEqual(running.sort());
});

test('says how the whole is, in a sentence', () => {
  const health = (names: string[], ...down: string[]) =>
    healthSentence(names.map(name => ({ name, ready: !down.includes(name) })));
  const three = ['cart', 'orders', 'search'];
  expect(health(three)).toBe('All 3 services are ready, and work flows.');
  expect(health(three, 'cart')).toBe('cart is not ready; 2 of 3 are.');
  expect(health(three, 'cart', 'search')).toBe('cart and search are not ready; 1 of 3 is.');
  expect(health(three, ...three)).toBe('cart, orders and search are not ready.');
  expect(health(['cart'])).toBe('The one service is ready.');
  expect(health(['cart'], 'cart')).toBe('cart is not ready.');
  expect(health([])).toBe('No service has reported its health.');
  expect(healthSentence([{ name: 'cart', ready: true }], ['cart: 2 parked events'])).toBe(
    'Work does not move on. cart: 2 parked events.',
  );
});

test('a service that is new is not left out', () => {
  expect(
    unknownParts([
      { name: 'orders', ready: true },
      { name: 'promotions', ready: false },
    ]),
  ).toEqual([{ name: 'promotions', ready: false }]);
});

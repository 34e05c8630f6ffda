import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { before, healthSentence, parts, unknownParts } from './parts.ts';

test('the drawing shows every service that there is', () => {
  const services = path.join(import.meta.dirname, '../../services');
  const running = fs.readdirSync(services).filter(name => name !== 'platform' && fs.existsSync(path.join(services, name, 'main.ts')));
  expect([...before, ...parts.flatMap(group => group.parts.map(({ name }) => name))].sort()).toEqual(running.sort());
});

test('says how the whole is', () => {
  const health = (...down: string[]) => ['cart', 'orders', 'search'].map(name => ({ name, ready: !down.includes(name) }));
  expect(healthSentence(health())).toBe('All 3 services are ready.');
  expect(healthSentence(health('cart'))).toBe('cart is not ready; 2 of 3 services are.');
  expect(healthSentence(health('cart', 'search'))).toBe('cart, search are not ready; 1 of 3 services are.');
});

test('a service that is new is not left out', () => {
  expect(
    unknownParts([
      { name: 'orders', ready: true },
      { name: 'promotions', ready: false },
    ]),
  ).toEqual([{ name: 'promotions', ready: false }]);
});

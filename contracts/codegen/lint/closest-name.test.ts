import { expect, test } from '@jest/globals';
import { closestName } from './closest-name.ts';

const known = ['x-gateway', 'x-cache', 'minLength', 'maxLength', 'pattern', 'type', 'not', 'if'];

test.each([
  ['x-gatway', 'x-gateway'],
  ['X-Gateway', 'x-gateway'],
  ['minLenght', 'minLength'],
  ['maxlength', 'maxLength'],
  ['patern', 'pattern'],
  ['tpye', 'type'],
  ['in', undefined],
  ['nota', 'not'],
  ['no', undefined],
  ['cardNumber', undefined],
])('%s means %s', (name, want) => expect(closestName(name, known)).toBe(want));

import { expect, test } from '@jest/globals';
import { examples } from './examples.ts';
import { renderAll } from './render.ts';
import { builtIn, templateIds } from './templates.ts';
import { variablesOf } from './variables.ts';

test('a variable is inserted as it is written, a list as a loop over its things', () => {
  const view = { number: 'C-1', address: { name: 'Ada' }, lines: [{ title: 'Tea', quantity: '2' }], none: [] };
  expect(variablesOf(view)).toEqual([
    { name: 'number', insert: '{{ number }}', example: 'C-1' },
    { name: 'address.name', insert: '{{ address.name }}', example: 'Ada' },
    {
      name: 'lines',
      insert: '{% for line in lines %}{{ line.title }} {{ line.quantity }}{% endfor %}',
      example: 'Tea 2',
    },
  ]);
});

test.each(templateIds)('whatever is inserted into %s renders', async id => {
  const links = {
    orderUrl: 'http://s/o',
    accountUrl: '#',
    productUrl: 'http://s/p',
    unsubscribeUrl: 'http://s/u',
    contactUrl: 'http://s/c',
    passwordUrl: 'http://s/f',
  };
  const view = { ...examples[id], shopName: 'Covenant', shopUrl: 'http://s', ...links };
  const text = variablesOf(view)
    .map(({ insert }) => insert)
    .join('\n');
  const rendered = await renderAll({ ...builtIn[id], text }, view);
  for (const { example } of variablesOf(view)) expect(rendered.text).toContain(example.trim());
});

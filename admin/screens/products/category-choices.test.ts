import { expect, test } from '@jest/globals';
import { categoryChoices, categoryNamed } from './category-choices.ts';

const names = ['Fresh Fruit', 'Fresh Vegetables', 'Чай', 'Кофе'];

test('a typed text finds the categories that there are, without regard to case and accents', () => {
  expect(categoryChoices(names, 'frésh').map(({ name }) => name)).toEqual(['Fresh Fruit', 'Fresh Vegetables', 'frésh']);
  expect(categoryChoices(names, 'чай')).toEqual([{ name: 'Чай', isNew: false, similar: [] }]);
  expect(categoryChoices(names, '')).toHaveLength(4);
});

test('a new name is offered as new, beside those that it nearly is', () => {
  expect(categoryChoices(names, 'Fresh  Fruits')).toEqual([
    { name: 'Fresh Fruits', isNew: true, similar: ['Fresh Fruit'] },
  ]);
  expect(categoryChoices(names, 'Shirts')).toEqual([{ name: 'Shirts', isNew: true, similar: [] }]);
});

test('the spelling of a category wins over a typed one', () => {
  expect(categoryNamed(names, ' fresh fruit ')).toBe('Fresh Fruit');
  expect(categoryNamed(names, 'Tea')).toBe('Tea');
});

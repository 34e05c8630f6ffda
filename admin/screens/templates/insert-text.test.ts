import { expect, test } from '@jest/globals';
import { inserted } from './insert-text.ts';

test('a text takes the place of what is selected, and the caret stands behind it', () => {
  expect(inserted('Order  is paid', '{{ number }}', { start: 6, end: 6 })).toEqual({
    text: 'Order {{ number }} is paid',
    caret: 18,
  });
  expect(inserted('Order X', '{{ number }}', { start: 6, end: 7 })).toEqual({ text: 'Order {{ number }}', caret: 18 });
  expect(inserted('ab', 'c', { start: 9, end: 9 })).toEqual({ text: 'abc', caret: 3 });
});

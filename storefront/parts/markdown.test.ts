import { expect, test } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { blocksOf, Markdown } from './markdown.tsx';

test('titles, headings, lists and paragraphs are distinguished, with any line endings', () => {
  expect(blocksOf('# Title\r\n\r\nSome\r\ntext.\r\n\r\n## More\n\n- one\n- two\n')).toEqual([
    { kind: 'title', text: 'Title' },
    { kind: 'paragraph', text: 'Some\ntext.' },
    { kind: 'heading', text: 'More' },
    { kind: 'list', items: ['one', 'two'] },
  ]);
});

test('strong words and links are marked; markup and scripts stay text', () => {
  const text = 'A **word**, [a page](/orders), [bad](javascript:alert(1)), <b>no</b>, [out](//evil.example)';
  const html = renderToStaticMarkup(Markdown({ text }));
  expect(html).toContain('<strong>word</strong>');
  expect(html).toContain('<a href="/orders" class="link">a page</a>');
  expect(html.match(/<a /g)).toHaveLength(1);
  expect(html).toContain('&lt;b&gt;no&lt;/b&gt;');
});

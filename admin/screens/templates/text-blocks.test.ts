import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tokensOf } from './mjml-tokens.ts';
import { type TextBlock, textBlocksOf, withText } from './text-blocks.ts';

const folder = path.join(import.meta.dirname, '../../../services/notifications/templates');
const builtIn = fs.readdirSync(folder).filter(name => name.endsWith('.mjml'));
const read = (name: string) => fs.readFileSync(path.join(folder, name), 'utf8');

const mail = (body: string, head = '') =>
  `<mjml>\n<mj-head>${head}</mj-head><mj-body><mj-section>${body}</mj-section></mj-body></mjml>\n`;
const textMail = (content: string) => mail(`<mj-text>${content}</mj-text>`);

function onlyBlock(mjml: string): TextBlock {
  const [block, ...more] = textBlocksOf(mjml);
  if (!block || more.length > 0) throw new Error(`One block was expected in ${mjml}`);
  return block;
}

/** The content of the only text of a mail, after this text was typed in the place of its content. */
function typed(content: string, text: string): string {
  const mjml = textMail(content);
  return onlyBlock(withText(mjml, onlyBlock(mjml), text)).raw;
}

describe.each(builtIn)('%s', name => {
  const mjml = read(name);
  const blocks = textBlocksOf(mjml);

  test('is shown as texts, and only what has logic or is a table cannot be changed', () => {
    const kinds = blocks.map(({ label }) => label.replace(/ \d+$/, ''));
    expect(kinds).toEqual(expect.arrayContaining(['Preview text', 'Heading', 'Text']));
    expect(blocks.filter(({ readOnly, tag }) => readOnly === 'markup' && tag !== 'mj-table')).toEqual([]);
    expect(blocks.filter(({ readOnly, raw }) => (readOnly === 'logic') !== raw.includes('{%'))).toEqual([]);
  });

  test('keeps its bytes when no text changes, and all bytes outside a text that changes', () => {
    expect(
      tokensOf(mjml)
        ?.map(({ raw }) => raw)
        .join(''),
    ).toBe(mjml);
    for (const block of blocks) {
      expect(mjml.slice(block.start, block.end)).toBe(block.raw);
      expect(withText(mjml, block, block.text)).toBe(mjml);
      const changed = withText(mjml, block, `${block.text} & more`);
      const content = block.readOnly ? block.raw : `${block.raw} &amp; more`;
      expect(changed).toBe(mjml.slice(0, block.start) + content + mjml.slice(block.end));
      expect(withText(changed, block, block.text)).toBe(mjml);
    }
  });
});

test('texts stand in the order of the mail, by what they are', () => {
  expect(textBlocksOf(read('order-paid.mjml')).map(({ label, text, readOnly }) => [label, text, readOnly])).toEqual([
    ['Preview text', 'We have received your order and are getting it ready.', undefined],
    ['Text 1', '{{ shopName }}', undefined],
    ['Heading', 'Thank you!', undefined],
    [
      'Text 2',
      'Your order <strong>{{ number }}</strong> is confirmed and we are getting it ready. ' +
        'You will hear from us again when it is on its way.',
      undefined,
    ],
    ['Button', 'View your order', undefined],
    ['Table', expect.stringContaining('Subtotal {{ subtotal }}\nShipping ({{ shippingMethod }})'), 'logic'],
    ['Text 3', 'Shipping to', undefined],
    ['Text 4', expect.stringContaining('{% for line in address.lines %}'), 'logic'],
    ['Text 5', '<a>{{ shopName }}</a>\nYou get this message because you placed an order with us.', undefined],
  ]);
});

test('what is typed is text: characters of HTML and logic of Liquid are escaped', () => {
  expect(typed('', 'Fish & "chips" < 5 > 3')).toBe('Fish &amp; "chips" &lt; 5 &gt; 3');
  expect(typed('', '<script>x</script><mj-text> &lt;')).toBe('&lt;script&gt;x&lt;/script&gt;&lt;mj-text&gt; &amp;lt;');
  expect(typed('', '{% if x %}')).toBe('{&#37; if x %}');
  expect(typed('', 'half {{ of a variable')).toBe('half {&#123; of a variable');
  expect(typed('', '<strong>not closed')).toBe('&lt;strong&gt;not closed');
  expect(typed('', '<b><i>crossed</b></i>')).toBe('&lt;b&gt;<i>crossed&lt;/b&gt;</i>');
});

test.each([
  'Fish & chips',
  '5 < 6',
  '<strong>half',
  '&amp;',
  '{% if %}',
  '{{ half',
  '<b>whole</b>',
  'a\nb',
  'a\u00a0b',
])('%j is shown as it was typed', text => {
  const mjml = withText(textMail('x'), onlyBlock(textMail('x')), text);
  expect(onlyBlock(mjml)).toMatchObject({ text, readOnly: undefined });
});

test('whatever is typed stays in its block, and reads as it was typed', () => {
  const parts = [
    '{{',
    '}}',
    '{%',
    '%}',
    '<',
    '>',
    '</',
    'b',
    '<b>',
    '</b>',
    '<a href="',
    '"',
    '&',
    'amp;',
    '<!--',
    ' ',
  ];
  const mjml = mail('<mj-text>one</mj-text><mj-text>two</mj-text><mj-text>three</mj-text>');
  const [, block] = textBlocksOf(mjml);
  if (!block) throw new Error('There is no second block');
  for (let seed = 0; seed < 4_000; seed++) {
    const text = Array.from({ length: 6 }, (_, at) => parts[(seed * (at + 7) * 31 + (seed >> at)) % parts.length]);
    const changed = textBlocksOf(withText(mjml, block, text.join('').trim()));
    expect(changed.map(each => [each.text, each.readOnly])).toEqual([
      ['one', undefined],
      [text.join('').trim(), undefined],
      ['three', undefined],
    ]);
  }
});

test('variables, also with filters, and formatting are kept', () => {
  expect(typed('', `Hi {{ name | default: "<you> & all" }}!`)).toBe(`Hi {{ name | default: "<you> & all" }}!`);
  expect(typed('x', 'a <strong>b</strong>\n<em>c</em>')).toBe('a <strong>b</strong><br /><em>c</em>');
  expect(typed('x', '<a href="{{ shopUrl }}?a=1&b=2">shop</a>')).toBe('<a href="{{ shopUrl }}?a=1&b=2">shop</a>');
});

test('a tag with attributes is shown without them, and keeps them', () => {
  const content = '<a href="{{ x }}" style="color:red">x</a> and <a href="y" class="c">y</a> <span>z</span>';
  const block = onlyBlock(textMail(content));
  expect(block.text).toBe('<a>x</a> and <a-2>y</a> <span>z</span>');
  expect(typed(content, '<a-2>Y</a>, <a>X</a>')).toBe(
    '<a href="y" class="c">Y</a>, <a href="{{ x }}" style="color:red">X</a>',
  );
  // a tag that is gone for a moment, while somebody types, comes back whole
  const without = withText(textMail(content), block, 'a>x</a>');
  expect(onlyBlock(withText(without, block, block.text)).raw).toBe(content);
});

test('line ends of the source are no line breaks of the mail', () => {
  const block = onlyBlock(textMail('\n    One\n    line<br/>\n    two &amp; &copy; &check;\n  '));
  expect(block.text).toBe('One line\ntwo & © &check;');
  expect(typed(block.raw, `${block.text}!`)).toBe('One line<br />two &amp; © &check;!');
});

test.each([
  ['logic', '{% if a %}<b>{{ a }}</b>{% endif %}'],
  ['markup', 'text <!-- a note -->'],
  ['markup', '<p>not closed'],
  ['markup', '<pre>a\nb</pre>'],
])('%s in a block leaves it to the source: %s', (readOnly, content) => {
  const mjml = textMail(content);
  const block = onlyBlock(mjml);
  expect(block).toMatchObject({ readOnly, text: content });
  expect(withText(mjml, block, 'other')).toBe(mjml);
});

test('what is no text of the mail is no block', () => {
  const head = '<mj-title>No</mj-title><mj-attributes><mj-text color="red" /><mj-text></mj-text></mj-attributes>';
  const body =
    '<!-- <mj-text>no</mj-text> -->{% comment %}<mj-text>no{% endcomment %}<mj-raw><p><b></mj-raw><mj-text />' +
    `<mj-button href="{% if a > '' %}{{ b }}{% endif %}" title='>'>Yes</mj-button>`;
  expect(textBlocksOf(mail(body, head)).map(({ text }) => text)).toEqual(['Yes']);
});

test.each([
  '',
  'no MJML',
  '<mjml></mjml>',
  '<mjml><mj-body><mj-text>a</mj-body></mjml>',
  '<mjml><mj-body><mj-text>a</mj-text></mj-section></mj-body></mjml>',
  '<mjml><mj-body><mj-text>a</mj-text></mj-body>',
  '<mjml><mj-body><mj-text>a {{ b </mj-text></mj-body></mjml>',
  '<mjml><mj-body><mj-text color="red>a</mj-text></mj-body></mjml>',
  '<mjml><mj-body><mj-text>a</mj-text><!-- </mj-body></mjml>',
  '<mjml><mj-body><mj-raw></mj-body></mjml>',
])('broken MJML has no blocks: %s', mjml => {
  expect(textBlocksOf(mjml)).toEqual([]);
});

test('a preview text has no formatting', () => {
  const mjml = mail('', '<mj-preview>One &amp; two</mj-preview>');
  const block = onlyBlock(mjml);
  expect(block.text).toBe('One & two');
  expect(onlyBlock(withText(mjml, block, 'One\n<b>two</b>')).raw).toBe('One &lt;b&gt;two&lt;/b&gt;');
});

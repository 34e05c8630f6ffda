import { describe, expect, test } from '@jest/globals';
import type { TemplateText } from '../../generated/notifications/types.ts';
import { examples } from './examples.ts';
import type { TemplateId } from './message.ts';
import { createRenderer, renderAll } from './render.ts';
import { accountNoticeViewOf, accountViewOf, orderViewOf, stockAlertViewOf } from './sender.ts';
import { TemplateError } from './template-error.ts';
import { accountPageOf, builtIn, isAccountNotice, templateIds } from './templates.ts';

const shop = {
  shopName: 'Covenant Market',
  storefrontUrl: 'http://shop.example',
  consoleUrl: 'http://console.example',
  linkSecret: 'known to orders',
};
const view = orderViewOf(examples['order-paid'], 'o-1', shop);
const plain: TemplateText = { subject: 'S', mjml: mail('<mj-text>M</mj-text>'), text: 'T', sms: 'M' };

function mail(content: string): string {
  return `<mjml><mj-body><mj-section><mj-column>${content}</mj-column></mj-section></mj-body></mjml>`;
}

async function faults(change: Partial<TemplateText>, data = view): Promise<string[]> {
  const error = await renderAll({ ...plain, ...change }, data).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof TemplateError ? error.faults.map(fault => fault.part) : [];
}

const accountTemplates = templateIds.flatMap(id => [accountPageOf(id)].flatMap(page => (page ? [{ id, page }] : [])));
const others: readonly TemplateId[] = ['back-in-stock', ...accountTemplates.map(({ id }) => id)];
const orderTemplates = templateIds.filter(id => !others.includes(id) && !isAccountNotice(id));
const address = ['1 Analytical Way', 'Flat 2', 'United Kingdom'];

describe('the built-in templates', () => {
  test.each(orderTemplates)('%s shows everything an order has', async id => {
    const data = orderViewOf(examples[id], 'o-1', shop);
    const { subject, html, text, sms } = await renderAll(builtIn[id], data);
    const sums = {
      'order-partly-refunded': '$1.01',
      'order-refund-failed': '$1.01',
      'shipment-created': 'LC123456785',
    };
    const expected = ['C-10042', Object.entries(sums).find(([name]) => name === id)?.[1] ?? '$13.50'];
    for (const part of [html, text, sms]) for (const word of expected) expect(part).toContain(word);
    const goods = id === 'order-partly-refunded' ? ['Bananas'] : [];
    const parcel = id.startsWith('order-refund') || goods.length > 0 ? goods : ['Bananas', ...address];
    for (const part of [html, text])
      for (const word of [...parcel, 'http://shop.example/orders/o-1']) expect(part).toContain(word);
    expect(subject).toContain('C-10042');
    expect(html).not.toMatch(/<link|@import|<script/);
  });

  test('back-in-stock has the product, its price and both links', async () => {
    const { subject, html, text, sms } = await renderAll(
      builtIn['back-in-stock'],
      stockAlertViewOf(examples['back-in-stock'], shop, true),
    );
    const product = 'http://shop.example/products/bananas?sku=1082185';
    const end = /http:\/\/shop\.example\/stock-alerts\/[0-9a-f-]{36}\?token=[\w-]{22}/;
    for (const part of [subject, html, text, sms]) expect(part).toContain('Bananas');
    for (const part of [html, text, sms]) expect(part).toContain(product);
    for (const part of [html, text]) {
      expect(part).toContain('$1.01');
      expect(part).toMatch(end);
    }
    expect(html).not.toMatch(/<link|@import|<script/);
  });

  test.each([
    ['email-changed', 'http://shop.example/help/contact'],
    ['password-changed', 'http://console.example/forgotten-password'],
    ['shopper-password-changed', 'http://shop.example/account/forgotten-password'],
    ['account-deleted', 'http://shop.example/help/contact'],
  ] as const)('%s says when, and what to do if it was not the owner, with no token', async (id, link) => {
    const view = accountNoticeViewOf(id, examples[id], shop);
    const { subject, html, text, sms } = await renderAll(builtIn[id], view);
    for (const part of [html, text, sms]) for (const words of ['25 November', link]) expect(part).toContain(words);
    for (const part of [html, text]) expect(part).not.toMatch(/http:\/\/(shop|console)\.example[^\s"<]*[?#]/);
    for (const part of [html, text]) expect(part).toContain('there is nothing to do');
    expect(subject).toContain('Covenant Market');
    expect(html).not.toMatch(/<link|@import|<script/);
  });

  test.each(accountTemplates)('$id has the link to the account', async ({ id, page }) => {
    const view = accountViewOf(examples[id], page, shop, 'a-token');
    const { subject, html, text, sms } = await renderAll(builtIn[id], view);
    const link = {
      console: `http://console.example/${page.path}#a-token`,
      storefront: `http://shop.example/${page.path}?token=a-token`,
    }[page.app];
    for (const part of [html, text, sms])
      for (const words of [link, '25 November', 'UTC']) expect(part).toContain(words);
    expect(subject).toContain('Covenant Market');
    expect(html).not.toMatch(/<link|@import|<script/);
  });
});

describe('a document that was compiled before', () => {
  test.each(orderTemplates)('%s reads as one that is compiled for the message', async id => {
    const { mjml } = builtIn[id];
    // A capture is rendered with its values from the beginning.
    const compiledAlone = { ...builtIn[id], mjml: `${mjml}{% capture nothing %}{% endcapture %}` };
    for (const name of ['Ada', 'Grace & <b>Hopper</b>']) {
      const data = { ...orderViewOf(examples[id], name, shop), number: name };
      expect((await renderAll(builtIn[id], data)).html).toBe((await renderAll(compiledAlone, data)).html);
    }
  });

  test('has the values of its own message, also in conditions', async () => {
    const mjml = mail(
      '{% if name != "" %}<mj-text>{{ name }}, {{ number }}</mj-text>{% endif %}<mj-text>{{ total }}</mj-text>',
    );
    const texts: string[] = [];
    for (const name of ['Ada', '', 'Grace']) {
      const { html } = await renderAll({ ...plain, mjml }, { ...view, name });
      texts.push(...(html.match(/(Ada|Grace), C-10042|\$13.50/g) ?? []));
    }
    expect(texts).toEqual(['Ada, C-10042', '$13.50', '$13.50', 'Grace, C-10042', '$13.50']);
  });

  test('is compiled with the values where MJML needs them', async () => {
    const mjml = mail('<mj-image width="{{ number }}" src="{{ shopUrl }}" />');
    const widthOf = async (number: string) =>
      /<img[^>]* width="(\d+)"/.exec((await renderAll({ ...plain, mjml }, { ...view, number })).html)?.[1];
    expect([await widthOf('120px'), await widthOf('80px')]).toEqual(['120', '80']);
  });
});

describe('input of customers', () => {
  const hostile = '"><script>alert(1)</script>{{ total }}{% raw %}</mj-text>';

  test('stays text in HTML, also where a merchant asks for it raw, and is no template itself', async () => {
    const mjml = mail(
      '<mj-text>{{ name }} {{ name | raw }} {{ name | upcase }}</mj-text><mj-button href="{{ name }}">go</mj-button>',
    );
    const { html } = await renderAll({ ...plain, mjml }, { ...view, name: hostile });
    expect(html).not.toMatch(/<script/i);
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('$13.50');
  });

  test('cannot break out of a subject', async () => {
    const { subject } = await renderAll(
      { ...plain, subject: 'Hello {{ name }}' },
      { ...view, name: 'Ada\r\nBcc: eve@example.com' },
    );
    expect(subject).toBe('Hello Ada Bcc: eve@example.com');
  });
});

describe('a template is refused', () => {
  test.each<[string, Partial<TemplateText>, string[]]>([
    ['for a tag that does not end', { text: '{% if number %}' }, ['text']],
    ['for a name that does not exist', { sms: '{{ nubmer }}' }, ['sms']],
    ['for a filter that does not exist', { subject: '{{ number | shout }}' }, ['subject']],
    ['for MJML that is none', { mjml: '<p>Hello</p>' }, ['mjml']],
    ['for a tag that MJML does not have', { mjml: mail('<mj-txt>x</mj-txt>') }, ['mjml']],
    ['for reading a file', { text: '{% include "/etc/passwd" %}' }, ['text']],
    ['for everything that is wrong at once', { text: '{% if %}', sms: '{{ nobody }}' }, ['text', 'sms']],
    [
      'for running for too long',
      { text: '{% for a in (1..10000) %}{% for b in (1..10000) %}{{ a }}{% endfor %}{% endfor %}' },
      ['text'],
    ],
    ['for taking too much memory', { text: '{% for a in (1..100000000) %}{% endfor %}' }, ['text']],
  ])('%s', async (_name, change, parts) => expect(await faults(change)).toEqual(parts));

  test('for MJML that grows too long for its parser', async () => {
    expect(await faults({ mjml: mail('{% for i in (1..200000) %}<{% endfor %}') })).toEqual(['mjml']);
  });

  test('when it times out, and the next one is rendered', async () => {
    const render = createRenderer(1);
    const slow = { ...plain, mjml: mail('<mj-text>x</mj-text>'.repeat(4_000)) };
    await expect(render({ form: 'renderAll', text: slow, view })).rejects.toThrow(TemplateError);
    expect((await renderAll(plain, view)).text).toBe('T');
  });

  test('for a file, which MJML does not include either', async () => {
    const { html } = await renderAll({ ...plain, mjml: mail('<mj-include path="/etc/passwd" />') }, view).catch(() => ({
      html: '',
    }));
    expect(html).not.toContain('root:');
  });
});

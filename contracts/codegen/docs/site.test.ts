import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runCovenant } from '../commands/commands.ts';
import { GitProject } from '../testing/git-project.ts';
import { hostileAsyncapi, hostileOpenapi } from '../testing/hostile-documents.ts';
import { filesIn, projectFolder } from '../testing/project-folder.ts';
import { testFolder } from '../testing/test-folder.ts';
import { markdown } from './markdown.ts';

const folder = (): string => testFolder('docs');

const kennel = `openapi: 3.1.1
info: { title: Kennel, version: 1.2.0, summary: Dogs. }
servers: [{ url: https://kennel.example/v1/ }]
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      tags: [pets]
      summary: One pet
      description: "Read **this**, then [more](https://example.com/a).\\n\\n- \`code\`\\n- second"
      security: [{ key: [] }]
      parameters:
        - { name: petId, in: path, required: true, schema: { type: string, maxLength: 9 }, example: rex }
        - { name: tags, in: query, description: Which., schema: { type: array, items: { type: string } } }
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' }, example: { name: Rex } } } }
        '404': { description: None. }
    put:
      operationId: putPet
      parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '204': { description: Done. } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key, description: A key. } }
  schemas: { Pet: { type: object, required: [name], properties: { name: { type: string, description: What it's called. }, owner: { type: object, properties: { email: { type: string, format: email } } } } } }
`;

/** The site of a document, by path. */
async function siteOf(document: string, ...options: string[]): Promise<Record<string, string>> {
  const root = folder();
  writeFileSync(join(root, 'kennel.yaml'), document);
  const output = join(root, 'site');
  const outcome = await runCovenant(['docs', join(root, 'kennel.yaml'), '--output', output, ...options]);
  expect(outcome).toMatchObject({ exitCode: 0 });
  return filesIn(output);
}

const text = (page = '') =>
  page
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

describe('the site of a document', () => {
  test('has a page of each operation: parameters, answers, samples, and a form that sends it', async () => {
    const page = (await siteOf(kennel))['kennel/getPet.html'] ?? '';
    expect(page).toContain(
      '<p>Read <strong>this</strong>, then <a href="https://example.com/a" rel="noreferrer">more</a>.</p>',
    );
    expect(page).toContain('<ul><li><code>code</code></li><li>second</li></ul>');
    expect(text(page)).toContain("curl 'https://kennel.example/v1/pets/rex'");
    expect(text(page)).toContain('await kennel.getPet({ path: { petId: "rex" } });');
    expect(text(page)).toContain('Needs key.');
    expect(text(page)).toContain('maxLength 9');
    expect(page).toContain('<form class="try" data-method="GET" data-path="/pets/{petId}">');
    expect(page).toMatch(/<input id="try-1" data-name="tags" data-in="query" data-list="each" value="">/);
  });

  test('leads nowhere that there is nothing', async () => {
    const site = await siteOf(kennel);
    const broken = Object.entries(site)
      .filter(([name]) => name.endsWith('.html'))
      .flatMap(([name, page]) =>
        [...page.matchAll(/ (?:href|src)="([^"]*)"/g)]
          .map(([, target = '']) => target)
          .filter(target => !/^https?:/.test(target))
          .filter(target => {
            const [path = '', fragment] = target.split('#');
            const file = path === '' ? name : join(dirname(name), decodeURIComponent(path));
            const found = site[file];
            return (
              found === undefined ||
              (fragment !== undefined && !found.includes(` id="${decodeURIComponent(fragment)}"`))
            );
          })
          .map(target => `${name}: ${target}`),
      );
    expect(broken).toEqual([]);
    expect(Object.keys(site)).toContain('kennel/schemas.html');
    expect(site['assets/search-index.js']).toContain('One pet');
  });

  test('is the same bytes again, over the site before; a folder of others stays as it is', async () => {
    const root = folder();
    writeFileSync(join(root, 'kennel.yaml'), kennel);
    const output = join(root, 'site');
    const write = () => runCovenant(['docs', join(root, 'kennel.yaml'), '--output', output]);
    await write();
    const first = filesIn(output);
    await write();
    expect(filesIn(output)).toEqual(first);
    writeFileSync(join(output, 'CNAME'), 'kennel.example');
    expect(await write()).toMatchObject({ exitCode: 2, output: expect.stringContaining('not of a site of ours') });
    expect(existsSync(join(output, 'index.html')) && existsSync(join(output, 'CNAME'))).toBe(true);
    expect(readdirSync(root).sort()).toEqual(['kennel.yaml', 'site']);
  });
});

test('a changelog says by version what changed since each revision', async () => {
  const git = new GitProject({
    'covenant.config.ts': "export default { openapi: 'openapi/*.yaml' };",
    'openapi/kennel.yaml': kennel,
  });
  git.write({
    'openapi/kennel.yaml': kennel.replace('1.2.0', '2.0.0').replace('  /pets/{petId}:', '  /dogs/{petId}:'),
  });
  const output = join(folder(), 'site');
  const call = ['docs', '--project', git.project.root, '--output', output, '--base', 'HEAD'];
  expect(await runCovenant(call)).toMatchObject({ exitCode: 0 });
  const page = text(readFileSync(join(output, 'changes.html'), 'utf8'));
  expect(page).toContain('1.2.0 to 2.0.0');
  expect(page).toContain('GET /pets/{petId}');
});

describe('text of a document', () => {
  const traps = [
    '<script>trap()</script>',
    '"><img src=x onerror=trap()>',
    "' autofocus onfocus='trap()",
    '[x](javascript:trap())',
    '[x](java\tscript:trap())',
    '</code></pre><svg onload=trap()>',
    '`<b onclick=trap()>`',
    '**<i onmouseover=trap()>**',
    '```\n</pre><script>trap()</script>\n```',
    '&lt;script&gt;',
    '-->',
    '\u2028trap();//',
  ];
  /** What a page may have in its tags; nothing of it runs. */
  const allowed =
    /^(id|class|href|src|rel|lang|charset|name|content|for|type|value|scope|role|tabindex|hidden|defer|required|rows|placeholder|autocomplete|spellcheck|aria-[a-z]+|data-[a-z]+)$/;

  test('never becomes markup or code', async () => {
    let count = 0;
    const next = () => {
      count += 1;
      return `${traps[count % traps.length] ?? ''}${count}`;
    };
    const project = projectFolder({
      'openapi/api.json': JSON.stringify(hostileOpenapi(next, 'session')),
      'asyncapi/api.json': JSON.stringify(hostileAsyncapi(next)),
      'covenant.config.ts': `export default { openapi: 'openapi/*.json', asyncapi: 'asyncapi/*.json', rules: { 'openapi-structure': 'off' } };`,
    });
    const output = join(folder(), 'site');
    const outcome = await runCovenant([
      'docs',
      '--project',
      project.root,
      '--output',
      output,
      '--title',
      '<script>trap()</script>',
    ]);
    expect(outcome).toMatchObject({ exitCode: 0 });
    const wrong: string[] = [];
    for (const [name, page] of Object.entries(filesIn(output)).filter(([file]) => file.endsWith('.html'))) {
      for (const [tag, element = '', attributes = ''] of page.matchAll(/<([a-z][a-z\d]*)((?:\s+[^<>]*)?)>/gi)) {
        const names = [...attributes.matchAll(/\s([^\s=]+)(?:="([^"]*)")?/g)];
        if (/^(img|svg|iframe|object|b|i|style)$/i.test(element)) wrong.push(`${name}: ${tag}`);
        if (element === 'script' && !/^ src="[./]*assets\/docs\.js"/.test(attributes)) wrong.push(`${name}: ${tag}`);
        for (const [, attribute = '', value = ''] of names) {
          if (!allowed.test(attribute)) wrong.push(`${name}: ${attribute} in ${tag}`);
          if (attribute === 'href' && !/^(https?:|mailto:|[\w%./#-]|\.\.)/.test(value)) wrong.push(`${name}: ${tag}`);
          if (attribute === 'href' && /^\s*java/i.test(value)) wrong.push(`${name}: ${tag}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    const index = readFileSync(join(output, 'assets/search-index.js'), 'utf8');
    expect(index).toMatch(/^globalThis\.covenantSearch = JSON\.parse\("(?:[^"\\\n]|\\.)*"\);\n$/);
  });

  test.each([
    ['[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
    ['[x](JaVaScRiPt:alert)', '<p>x</p>'],
    ['[x](data:text/html,a)', '<p>x</p>'],
    ['[x](//evil.example)', '<p>x</p>'],
    ['[x](/docs#a"b)', '<p><a href="/docs#a&quot;b" rel="noreferrer">x</a></p>'],
    ['<b>x</b> & `a<b`', '<p>&lt;b&gt;x&lt;/b&gt; &amp; <code>a&lt;b</code></p>'],
    ['# Title\n1. one\n2. two', '<p class="heading">Title</p>\n<ol><li>one</li><li>two</li></ol>'],
  ])('%j is shown as %s', (source, shown) => {
    expect(markdown(source).text).toBe(shown);
  });
});

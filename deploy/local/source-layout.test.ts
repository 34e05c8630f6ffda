import { expect, test } from '@jest/globals';
import { packedLines, tooWideLines, tooWideYamlLines } from './source-layout.ts';

const long = (length: number): string => 'x'.repeat(length);

test.each([
  ['a comment', `// ${long(118)}`, [1]],
  ['code after other code', `const a = 1;\nconst ${long(60)} = ${long(60)};`, [2]],
  ['a comment beside code', `const a = 'x'; // ${long(110)}`, [1]],
  ['a line of 120', `// ${long(117)}`, []],
  ['a text', `const a = '${long(120)}';`, []],
  ['a template over lines', `const a = \`\n${long(130)}\n\`;`, []],
  ['a title of a test', `test('${long(105)}', async () => {});`, []],
  ['a regular expression', `const a = /${long(120)}/;`, []],
])('%s', (_name, text, lines) => {
  expect(tooWideLines('a.ts', text)).toEqual(lines);
});

test.each([
  ['a line of 120', `a: ${long(117)}`, []],
  ['a flow map', `a: 1\nb: { ${long(60)}: 1, ${long(60)}: 2 }`, [2]],
  ['a text', `- description: A text ${long(110)}`, [1]],
  ['a text in quotes', `- 'A text ${long(120)}'`, [1]],
  ['a comment', `  # A comment ${long(110)}`, [1]],
  ['a line of a block', `a: >-\n  some ${long(60)} ${long(60)}`, [2]],
  ['a URL', `- url: https://example.com/${long(120)}`, []],
  ['a pattern', `pattern: '^${long(120)}$'`, []],
  ['a URL in a comment', `# https://example.com/${long(120)}`, []],
])('YAML: %s', (_name, text, lines) => {
  expect(tooWideYamlLines(text)).toEqual(lines);
});

test.each([
  ['properties', 'const a = {\n  ...{ b: 1, c: 2 },\n};', [2]],
  ['elements', "const a = ['b', ...['c', 'd']];", [1]],
  ['arguments', "run('b', ...['c', 'd']);", [1]],
  ['declarations', 'const [a, b] = [c, d];', [1]],
  ['an exchange', '[a, b] = [b, a];', []],
  ['what a call gives', 'const [a, b] = pair();', []],
  ['the first of a list', 'const [a] = [...b, c];', []],
  ['what a condition decides', 'const a = { ...(b ? { c: 1 } : {}), ...(d && { e }) };', []],
  ['what is computed', "const a = [...['c', 'd'].map(upper)];", []],
  ['text', "const a = '...{ b: 1 }';", []],
])('packed: %s', (_name, text, lines) => {
  expect(packedLines('a.ts', text)).toEqual(lines);
});

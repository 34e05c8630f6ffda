import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const file = fileURLToPath(new URL('./fixtures/library/misuse.ts', import.meta.url));
const source = readFileSync(file, 'utf8');
const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [file] }, ts.sys, root);

/** What the compiler says of the file when its text is another. */
function diagnose(text: string, old?: ts.Program): { program: ts.Program; lines: number[] } {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ESNext)
      : (old?.getSourceFile(name) ?? getSourceFile(name, ...rest));
  const program = ts.createProgram([file], options, host, old);
  const lines = ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ file: at, start = 0 }) => (at?.getLineAndCharacterOfPosition(start).line ?? 0) + 1);
  return { program, lines };
}

describe('what does not compile', () => {
  const whole = diagnose(source);
  const directives = [...source.matchAll(/^ *\/\/ @ts-expect-error (.*)$/gm)];

  test('every mistake in the file is found, and nothing else', () => {
    expect(whole.lines).toEqual([]);
    expect(directives.length).toBeGreaterThan(10);
  });

  test.each(directives.map(match => [match[1] ?? '', match] as const))('%s', (_reason, match) => {
    const without =
      source.slice(0, match.index) +
      match[0].replace('@ts-expect-error', 'expect nothing') +
      source.slice(match.index + match[0].length);
    const line = source.slice(0, match.index).split('\n').length;
    const { lines } = diagnose(without, whole.program);
    expect(lines.length).toBeGreaterThan(0);
    expect(Math.min(...lines)).toBeGreaterThan(line);
  });
});

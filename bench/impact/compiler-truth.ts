import { join, relative } from 'node:path';
import ts from 'typescript';
import { importersOf, reachOf } from '../../contracts/codegen/impact/code/imports.ts';
import type { SourceCode } from '../../contracts/codegen/impact/code/source-files.ts';

/** What the compiler says of the code when generated files are replaced. */
export class CompilerTruth {
  readonly #code: SourceCode;
  readonly #known = new Map<string, Set<string>>();
  readonly #importers: ReturnType<typeof importersOf>;

  constructor(code: SourceCode) {
    this.#code = code;
    this.#importers = importersOf(code);
  }

  /** The files with an error that they do not have without the replacement, by path relative to the project. */
  filesBrokenBy(replaced: ReadonlyMap<string, string>): { file: string; line: number; message: string }[] {
    const texts = new Map([...replaced].map(([file, text]) => [join(this.#code.root, file), text]));
    const files = [...texts.keys()].flatMap(file => this.#code.program.getSourceFile(file) ?? []);
    const affected = reachOf(files, this.#importers);
    const { host: own } = this.#code;
    const host: ts.CompilerHost = {
      ...own,
      getSourceFile: (file, options) => {
        const text = texts.get(file);
        return text === undefined ? own.getSourceFile(file, options) : ts.createSourceFile(file, text, options, true);
      },
    };
    const program = ts.createProgram({
      rootNames: [...this.#code.program.getRootFileNames()],
      options: this.#code.program.getCompilerOptions(),
      host,
      oldProgram: this.#code.program,
    });
    return this.#code.files
      .filter(file => affected.has(file) && !texts.has(file.fileName))
      .flatMap(({ fileName }) => this.#newErrors(program, fileName));
  }

  #newErrors(program: ts.Program, fileName: string): { file: string; line: number; message: string }[] {
    const source = program.getSourceFile(fileName);
    if (!source) return [];
    const known = this.#errorsBefore(fileName);
    return program.getSemanticDiagnostics(source).flatMap(found => {
      if (known.has(keyOf(found))) return [];
      const { line } = source.getLineAndCharacterOfPosition(found.start ?? 0);
      const message = ts.flattenDiagnosticMessageText(found.messageText, ' ').slice(0, 160);
      return [{ file: relative(this.#code.root, fileName), line: line + 1, message }];
    });
  }

  #errorsBefore(fileName: string): Set<string> {
    const known = this.#known.get(fileName);
    if (known) return known;
    const source = this.#code.program.getSourceFile(fileName);
    const errors = new Set(this.#code.program.getSemanticDiagnostics(source).map(keyOf));
    this.#known.set(fileName, errors);
    return errors;
  }
}

function keyOf({ code, start, messageText }: ts.Diagnostic): string {
  return `${code} ${start} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}

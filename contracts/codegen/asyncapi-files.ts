import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { ImportExtension } from './config.ts';
import { generate } from './generate.ts';

/** The parameters of the template of @asyncapi/generator. */
export interface TemplateParameters {
  /** The AsyncAPI document, relative to the folder. */
  document: string;
  runtime: string;
  output: string;
  importExtension: ImportExtension;
}

/**
 * Writes the files of an AsyncAPI document into a folder: the bytes that `covenant generate` writes into `output`.
 * Throws `ContractError` with every finding that keeps the document from being carried through.
 */
export async function writeAsyncapiFiles(
  root: string,
  { document, runtime, output, importExtension }: TemplateParameters,
  folder: string,
): Promise<void> {
  const files = await generate({ root, asyncapi: document, runtime, output, importExtension });
  for (const [file, text] of files) {
    const path = join(folder, relative(output, file));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import {
  BaseResolver,
  type Config,
  createConfig,
  lint,
  Source as RedoclySource,
  ResolveError,
} from '@redocly/openapi-core';
import { parsePointer } from '../document/json.ts';
import type { RemoteDocuments } from '../document/remote-documents.ts';
import type { Source, SourceCache } from '../document/source.ts';
import { keywordStatus } from '../support/keywords.ts';
import type { Findings } from './finding.ts';

/** Whether a document is OpenAPI 3.1 at all: Redocly's check of its structure. What it says of path
 * parameters is left out: it takes names of other letters than ASCII for none; `support/paths.ts` says it. */
export async function openapiStructure(file: string, cache: SourceCache, findings: Findings): Promise<void> {
  const rules = {
    struct: 'error',
    'no-identical-paths': 'error',
    'no-ambiguous-paths': 'off',
    'path-declaration-must-exist': 'error',
  } as const;
  const config = await createConfig({ rules });
  for (const problem of await structureProblems(file, config, cache, findings)) {
    const [location] = problem.location;
    if (!location || isRootAsSchema(problem.message, location.pointer)) continue;
    findings.add(
      'openapi-structure',
      known(cache, location.source.absoluteRef, file),
      parsePointer(location.pointer ?? ''),
      firstLine(problem.message),
    );
  }
}

/** In a schema with an `$id`, `#` is that schema; Redocly takes it for the document, and the document for a schema. */
function isRootAsSchema(message: string, pointer = ''): boolean {
  const [key = '', ...others] = parsePointer(pointer);
  return others.length === 0 && /is not expected here/.test(message) && keywordStatus('document', key) !== undefined;
}

/** Redocly gives up at references that lead back to themselves, which are findings already. */
async function structureProblems(
  file: string,
  config: Config,
  cache: SourceCache,
  findings: Findings,
): Promise<Awaited<ReturnType<typeof lint>>> {
  try {
    return await lint({ ref: file, config, externalRefResolver: new PinnedResolver(cache) });
  } catch (thrown) {
    const message = thrown instanceof Error ? firstLine(thrown.message) : String(thrown);
    if (!findings.hasErrors) findings.add('openapi-structure', file, [], `The structure cannot be read: ${message}`);
    return [];
  }
}

const error = 0;

/** Whether a document is AsyncAPI 3.0 at all: what the AsyncAPI parser calls an error. */
export async function asyncapiStructure(source: Source, cache: SourceCache, findings: Findings): Promise<void> {
  const parser = parserOf(cache.remote);
  for (const { severity, message, path, code } of await parser.validate(source.text, { source: source.file })) {
    if (severity === error) findings.add('asyncapi-structure', source.file, path, `${firstLine(message)} (${code})`);
  }
}

/** Reads files, and documents of other hosts as they were pinned: no host is asked. */
class PinnedResolver extends BaseResolver {
  readonly #cache: SourceCache;

  constructor(cache: SourceCache) {
    super();
    this.#cache = cache;
  }

  override async loadExternalRef(absoluteRef: string): Promise<RedoclySource> {
    if (!/^[a-z][a-z\d+.-]+:/i.test(absoluteRef)) {
      const known = this.#cache.files().includes(absoluteRef) ? this.#cache.read(absoluteRef) : undefined;
      return known && known.warnings.length > 0
        ? new RedoclySource(absoluteRef, known.readable)
        : super.loadExternalRef(absoluteRef);
    }
    const found = this.#cache.remote?.find(absoluteRef);
    if (found && 'file' in found) return new RedoclySource(absoluteRef, readFileSync(found.file, 'utf8'));
    throw new ResolveError(new Error(`${absoluteRef} is not fetched`));
  }
}

/** A parser compiles its schemas once, which takes longer than any document. */
const parsers = new Map<RemoteDocuments | undefined, Parser>();

/** A parser that reads of other hosts the copies that were pinned, else nothing at all. */
function parserOf(remote: RemoteDocuments | undefined): Parser {
  const known = parsers.get(remote);
  if (known) return known;
  const resolvers = ['http', 'https'].map(schema => ({
    schema,
    order: 1,
    canRead: true,
    read: (uri: { toString(): string }): string => {
      const found = remote?.find(uri.toString());
      return found && 'file' in found ? readFileSync(found.file, 'utf8') : '{}';
    },
  }));
  const parser = new Parser({ __unstable: { resolver: { resolvers } } });
  parsers.set(remote, parser);
  return parser;
}

function known(cache: SourceCache, file: string, otherwise: string): string {
  try {
    return cache.read(file).file;
  } catch {
    return otherwise;
  }
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}

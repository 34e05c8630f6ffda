import type { Publisher } from './asyncapi/publisher.ts';
import { Comparisons } from './diff/compare-contracts.ts';
import type { ContractVersion } from './diff/contract-version.ts';
import type { Bundle } from './document/bundle.ts';
import type { Source, SourceCache } from './document/source.ts';
import { ValidatorMemory } from './emit/service-validators.ts';
import type { OperationTypes } from './emit/types.ts';
import type { Service } from './openapi/service.ts';
import { OutputMemory } from './output.ts';
import type { ReadDocument } from './read-document.ts';

/** What was generated from one document. */
export interface Emitted {
  /** Contents by path relative to the project. */
  files: ReadonlyMap<string, string>;
  /** By operation id; none for events. */
  operations: Map<string, OperationTypes>;
}

/**
 * What a run leaves for the next one for the same project (`--watch`): what was made of the documents that have not
 * changed since.
 */
export class Memory {
  /** The files that were read. */
  sources: ReadonlyMap<string, Source> = new Map();
  readonly openapi = new ReadDocuments<Service>();
  readonly asyncapi = new ReadDocuments<Publisher>();
  /** By the document that it was generated from. */
  readonly emitted = new WeakMap<Bundle, Emitted>();
  readonly validators: ValidatorMemory | undefined;
  /** What was read from the generated files, and written to them. */
  readonly output = new OutputMemory();
  readonly versions: VersionMemory = { base: undefined, workingTree: [], comparisons: new Comparisons() };

  /** @param isForMore Whether parts of documents are remembered too, which takes as much memory again as they do. */
  constructor(isForMore = false) {
    this.validators = isForMore ? new ValidatorMemory() : undefined;
  }
}

/** The versions that were compared last. */
interface VersionMemory {
  base: { commit: string; contracts: ContractVersion[] } | undefined;
  workingTree: ContractVersion[];
  readonly comparisons: Comparisons;
}

/** Documents as they were read, by file. */
class ReadDocuments<Content> {
  readonly #documents = new Map<string, ReadDocument<Content>>();

  /**
   * The document as it was read before, where none of its files has changed; else it is read.
   * @param read gets the document as it was, where that was whole
   */
  take(
    file: string,
    cache: SourceCache,
    read: (earlier: ReadDocument<Content> | undefined) => ReadDocument<Content>,
  ): ReadDocument<Content> {
    const known = this.#documents.get(file);
    const earlier = known && isWhole(known) && cache.remote === undefined ? known : undefined;
    if (earlier && cache.areCurrent(earlier.sources)) return earlier;
    const document = read(earlier);
    this.#documents.set(file, document);
    return document;
  }
}

/** What a document lacks may be there by now, in a file that it could not be read from. */
function isWhole({ read }: ReadDocument<unknown>): boolean {
  return read !== undefined && read.bundle.problems.length === 0;
}

import { openAsBlob } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PartSink } from './multipart.ts';

/** So many bytes of a file stay in memory; a longer one goes to the disk as it comes. */
const IN_MEMORY_BYTES = 64 * 1024;

/** The files of one form: long ones are in a folder of their own until `remove`. */
export class ReceivedFiles {
  #folder: Promise<string> | undefined;
  #count = 0;
  #isRemoved = false;
  readonly #opened = new Set<ReceivedFile>();

  receive(maximum: number | undefined): ReceivedFile {
    const file = new ReceivedFile(maximum, () => this.#path());
    this.#opened.add(file);
    return file;
  }

  /** Forgets what was received; a `File` that is left cannot be read then. */
  async remove(): Promise<void> {
    this.#isRemoved = true;
    await Promise.all([...this.#opened].map(file => file.close()));
    const folder = await this.#folder;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  async #path(): Promise<string> {
    if (this.#isRemoved) throw new Error('The request is over');
    this.#folder ??= mkdtemp(join(tmpdir(), 'covenant-form-'));
    this.#count += 1;
    return join(await this.#folder, String(this.#count));
  }
}

/** A file as it comes. Beyond its maximum nothing more of it is kept. */
export class ReceivedFile implements PartSink {
  /** Bytes that came. */
  size = 0;
  readonly #maximum: number;
  readonly #newPath: () => Promise<string>;
  #chunks: Buffer[] = [];
  #stored: { path: string; handle: FileHandle } | undefined;

  constructor(maximum: number | undefined, newPath: () => Promise<string>) {
    this.#maximum = maximum ?? Number.POSITIVE_INFINITY;
    this.#newPath = newPath;
  }

  async write(chunk: Buffer): Promise<void> {
    this.size += chunk.length;
    if (this.size > this.#maximum) return;
    if (this.#stored) {
      await this.#stored.handle.write(chunk);
      return;
    }
    this.#chunks.push(chunk);
    if (this.size <= IN_MEMORY_BYTES) return;
    const path = await this.#newPath();
    this.#stored = { path, handle: await open(path, 'wx', 0o600) };
    for (const kept of this.#chunks) await this.#stored.handle.write(kept);
    this.#chunks = [];
  }

  end(): Promise<void> {
    return this.close();
  }

  async close(): Promise<void> {
    await this.#stored?.handle.close().catch(() => undefined);
  }

  /** What came, whole: read from the disk as it is read (`stream()`), where it is long. */
  async file(name: string, type: string): Promise<File> {
    const parts = this.#stored
      ? [await openAsBlob(this.#stored.path)]
      : this.#chunks.map(chunk => new Uint8Array(chunk));
    return new File(parts, name, { type });
  }
}

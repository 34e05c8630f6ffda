import { Writable } from 'node:stream';

export interface Storing {
  /** Bytes of the longest body that is stored. */
  longest: number;
  /** The whole body is there. */
  whole(body: Buffer): void;
  /** The body is longer than what is stored. */
  tooLong(): void;
  /** Called once, after `whole`, or when nothing will come of it. */
  ended(): void;
}

/** Gathers the body of an answer that is to be stored. */
export function storing({ longest, whole, tooLong, ended }: Storing): Writable {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Writable({
    write(chunk: Buffer, _encoding, next) {
      length += chunk.length;
      if (length > longest) {
        tooLong();
        this.destroy();
      } else chunks.push(chunk);
      next();
    },
    final(next) {
      whole(Buffer.concat(chunks));
      next();
      ended();
    },
    destroy(error, next) {
      ended();
      next(error);
    },
  });
}

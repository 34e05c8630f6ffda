import { Writable } from 'node:stream';

export interface BodyWriterOptions {
  /** The longest body that is stored, bytes. */
  maxBytes: number;
  onComplete(body: Buffer): void;
  /** The body is longer than `maxBytes`. */
  onTooLong(): void;
  /** Called at least once: after `onComplete`, or when the body was aborted. */
  onEnd(): void;
}

/** Collects the body of a response that is to be stored. */
export function createBodyWriter({ maxBytes, onComplete, onTooLong, onEnd }: BodyWriterOptions): Writable {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Writable({
    write(chunk: Buffer, _encoding, next) {
      length += chunk.length;
      if (length > maxBytes) {
        onTooLong();
        this.destroy();
      } else chunks.push(chunk);
      next();
    },
    final(next) {
      onComplete(Buffer.concat(chunks));
      next();
      onEnd();
    },
    destroy(error, next) {
      onEnd();
      next(error);
    },
  });
}

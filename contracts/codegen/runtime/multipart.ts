/** The bytes are no form. */
export class FormSyntaxError extends Error {
  override readonly name = 'FormSyntaxError';
}

/** The headers of a part of multipart/form-data. */
export interface PartHead {
  name: string;
  /** What makes the part a file. */
  filename: string | undefined;
  /** As it was sent; `text/plain` where it was not. */
  contentType: string;
}

/** What takes the bytes of a part as they come. */
export interface PartSink {
  write(chunk: Buffer): void | Promise<void>;
  end(): void | Promise<void>;
}

/** The headers of one part may take so many bytes. */
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * Reads multipart/form-data (RFC 7578; RFC 2046, 5.1.1) as it comes: no more than a chunk of the body is in memory.
 *
 * @param open Says where the bytes of a part go.
 * @returns false where the body was empty
 * @throws FormSyntaxError for what is no form
 */
export async function readMultipart(
  body: AsyncIterable<Buffer>,
  boundary: string,
  open: (head: PartHead) => PartSink,
): Promise<boolean> {
  const parser = new MultipartParser(Buffer.from(`\r\n--${boundary}`, 'latin1'), open);
  let isEmpty = true;
  for await (const chunk of body) {
    isEmpty = false;
    await parser.push(chunk);
  }
  if (!isEmpty && !parser.isComplete) throw new FormSyntaxError('The form has no end');
  return !isEmpty;
}

class MultipartParser {
  readonly #delimiter: Buffer;
  readonly #open: (head: PartHead) => PartSink;
  /** What came and was not looked at; a line end stands before the first delimiter. */
  #rest: Buffer = Buffer.from('\r\n');
  #state: 'preamble' | 'delimiter' | 'head' | 'start' | 'body' | 'epilogue' = 'preamble';
  #part: PartSink | undefined;

  constructor(delimiter: Buffer, open: (head: PartHead) => PartSink) {
    this.#delimiter = delimiter;
    this.#open = open;
  }

  get isComplete(): boolean {
    return this.#state === 'epilogue';
  }

  async push(chunk: Buffer): Promise<void> {
    if (this.#state === 'epilogue') return;
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (await this.#step());
  }

  /** Takes what can be taken; false where more must come first. */
  async #step(): Promise<boolean> {
    if (this.#state === 'preamble' || this.#state === 'body') return this.#content();
    if (this.#state === 'delimiter') return this.#afterDelimiter();
    if (this.#state === 'start') return this.#start();
    return this.#state === 'head' && this.#head();
  }

  /** Bytes up to the next delimiter; those that might be the start of one wait. */
  async #content(): Promise<boolean> {
    const at = this.#rest.indexOf(this.#delimiter);
    const end = at === -1 ? Math.max(0, this.#rest.length - this.#delimiter.length + 1) : at;
    if (end > 0) await this.#part?.write(this.#rest.subarray(0, end));
    this.#rest = this.#rest.subarray(at === -1 ? end : at + this.#delimiter.length);
    if (at === -1) return false;
    await this.#part?.end();
    this.#part = undefined;
    this.#state = 'delimiter';
    return true;
  }

  /** `--` ends the form; else a line end follows, perhaps after spaces. */
  #afterDelimiter(): boolean {
    if (this.#rest.length < 2) return false;
    if (this.#rest.subarray(0, 2).equals(Buffer.from('--'))) {
      this.#state = 'epilogue';
      return false;
    }
    const end = this.#rest.indexOf('\r\n');
    const padding = this.#rest.subarray(0, end === -1 ? undefined : end).toString('latin1');
    if (padding.length > MAX_HEADER_BYTES || !/^[ \t]*\r?$/.test(padding))
      throw new FormSyntaxError('A part does not start with a line');
    if (end === -1) return false;
    this.#rest = this.#rest.subarray(end + 2);
    this.#state = 'head';
    return true;
  }

  #head(): boolean {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end > MAX_HEADER_BYTES || (end === -1 && this.#rest.length > MAX_HEADER_BYTES))
      throw new FormSyntaxError('The headers of a part are too long');
    if (end === -1) return false;
    this.#part = this.#open(parseHead(this.#rest.subarray(0, end).toString()));
    this.#rest = this.#rest.subarray(end + 2);
    this.#state = 'start';
    return true;
  }

  /** The line end before a body is not part of it, unless there is no body: then it starts the delimiter. */
  #start(): boolean {
    if (this.#rest.length < this.#delimiter.length) return false;
    if (!this.#rest.subarray(0, this.#delimiter.length).equals(this.#delimiter)) this.#rest = this.#rest.subarray(2);
    this.#state = 'body';
    return true;
  }
}

function parseHead(text: string): PartHead {
  const headers = new Map(
    text.split('\r\n').map((line): [string, string] => {
      const colon = line.indexOf(':');
      if (colon < 1) throw new FormSyntaxError('A header of a part has no name');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = parameterOf(disposition, 'name');
  if (!/^form-data\s*(;|$)/i.test(disposition) || name === undefined) throw new FormSyntaxError('A part has no name');
  const contentType = headers.get('content-type') ?? 'text/plain';
  return { name, filename: parameterOf(disposition, 'filename'), contentType };
}

/**
 * A parameter of Content-Disposition; browsers write line ends and quotes in it with percent signs (HTML, 4.10.21.8).
 */
function parameterOf(disposition: string, wanted: string): string | undefined {
  for (const [, name = '', quoted, token] of disposition.matchAll(
    /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g,
  ))
    if (name.toLowerCase() === wanted)
      return (quoted ?? token ?? '')
        .replaceAll(/\\(["\\])/g, '$1')
        .replaceAll(/%0A/gi, '\n')
        .replaceAll(/%0D/gi, '\r')
        .replaceAll('%22', '"');
  return undefined;
}

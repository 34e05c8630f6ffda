import type { Violation } from './check.ts';
import type { FieldDefinition, FormDefinition } from './form-definition.ts';
import { coveringType, parseMediaType } from './media-type.ts';
import { FormSyntaxError, type PartHead, type PartSink, readMultipart } from './multipart.ts';
import type { Pairs } from './parameter-reader.ts';
import { ProblemError } from './problem.ts';
import type { ReceivedFile, ReceivedFiles } from './received-files.ts';

/** What the fields of a form take in memory, all together, files aside; as a query or a JSON body might. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** The parts of a form by name, before they become what their fields say. */
export interface FormParts {
  texts: Pairs;
  files: Map<string, File[]>;
  errors: Violation[];
}

/**
 * Reads the parts of a multipart form as they come. Files that no field takes, or that are longer than their field
 * allows, are not stored. Undefined for an empty body. Throws `FormSyntaxError`, and 413 for too much text.
 */
export async function readParts(
  body: AsyncIterable<Buffer>,
  contentType: string,
  form: FormDefinition,
  received: ReceivedFiles,
): Promise<FormParts | undefined> {
  const boundary = parseMediaType(contentType).parameters.get('boundary');
  if (boundary === undefined || boundary === '') throw new FormSyntaxError('The form has no boundary');
  const texts: { name: string; text: Text }[] = [];
  const files: { head: PartHead; field: FieldDefinition; file: ReceivedFile }[] = [];
  const errors: Violation[] = [];
  const fields = new Map(form.fields.map(field => [field.name, field]));
  const budget = { left: MAX_TEXT_BYTES };
  const refuse = (name: string, message: string): PartSink => {
    errors.push({ path: pathOf(name), message });
    return nowhere;
  };
  const open = (head: PartHead): PartSink => {
    const { name, filename } = head;
    const field = fields.get(name) ?? form.others;
    if (field?.file) {
      if (filename === undefined) return refuse(name, 'must be a file');
      const file = received.receive(field.maxBytes);
      files.push({ head, field, file });
      return isAccepted(field, head) ? file : nowhere;
    }
    // What fetch made of a Blob has a file name: JSON may be that, and text of a media type.
    if (filename !== undefined && field === undefined) return refuse(name, 'is not known');
    if (filename !== undefined && field?.content === undefined && field?.textType === undefined)
      return refuse(name, 'must not be a file');
    if (field?.textType !== undefined && coveringType([field.textType, 'text/plain'], head.contentType) === undefined)
      return refuse(name, `must be ${field.textType}`);
    const text = new Text(budget);
    texts.push({ name, text });
    return text;
  };
  if (!(await readMultipart(body, boundary, open))) return undefined;
  const parts: FormParts = { texts: new Map(), files: new Map(), errors };
  for (const { name, text } of texts) parts.texts.set(name, [...(parts.texts.get(name) ?? []), text.toString()]);
  for (const { head, field, file } of files) {
    const problem = problemOf(field, head, file.size);
    if (problem !== undefined) errors.push({ path: pathOf(head.name), message: problem });
    // One that is refused is there all the same: it is not missing as well.
    const name = head.filename ?? '';
    const whole = problem === undefined ? await file.file(name, head.contentType) : new File([], name);
    parts.files.set(head.name, [...(parts.files.get(head.name) ?? []), whole]);
  }
  return parts;
}

function isAccepted({ file = [] }: FieldDefinition, { contentType }: PartHead): boolean {
  return coveringType(file, contentType) !== undefined;
}

function problemOf(field: FieldDefinition, head: PartHead, size: number): string | undefined {
  const { file = [], maxBytes = size, minBytes = 0 } = field;
  if (!isAccepted(field, head)) return `must be ${file.join(' or ')}`;
  if (size > maxBytes) return `must be at most ${maxBytes} bytes long`;
  return size < minBytes ? `must be at least ${minBytes} bytes long` : undefined;
}

const nowhere: PartSink = { write: () => undefined, end: () => undefined };

/** The text of a field; all of a form share one budget of bytes. */
class Text implements PartSink {
  readonly #budget: { left: number };
  readonly #chunks: Buffer[] = [];

  constructor(budget: { left: number }) {
    this.#budget = budget;
  }

  write(chunk: Buffer): void {
    this.#budget.left -= chunk.length;
    if (this.#budget.left < 0)
      throw new ProblemError({ status: 413, detail: `The fields of a form may be ${MAX_TEXT_BYTES} bytes long.` });
    this.#chunks.push(chunk);
  }

  end(): void {}

  toString(): string {
    return Buffer.concat(this.#chunks).toString();
  }
}

/** Where a field is in the body, as a JSON pointer. */
export function pathOf(name: string, parent = '/body'): string {
  return `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

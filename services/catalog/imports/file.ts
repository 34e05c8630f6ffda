import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { slugify } from '../product.ts';
import { FileRefused, type Header, readHeader } from './columns.ts';

/** One record of a file: its cells and the line it begins on, from 1. */
export interface Line {
  cells: string[];
  line: number;
}

/** A file that can be imported: its text as UTF-8, and what was learnt by reading it once. */
export interface CheckedFile {
  bytes: Buffer;
  delimiter: string;
  rows: number;
}

const PIECE = 256 * 1024;
const MAX_RECORD = 200_000;

/**
 * The file as UTF-8 without a byte order mark. UTF-8 and, by its mark, UTF-16 are read; anything else is refused with the line where it is not
 * text any more, because a guess would put wrong letters into the shop.
 */
export function decode(bytes: Buffer): Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return fromUtf16(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return fromUtf16(bytes, 'utf-16be');
  const text = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  if (text.includes(0)) throw new FileRefused('The file is not text: it holds a zero byte.', lineOf(text, text.indexOf(0)));
  if (isUtf8(text)) return text;
  throw new FileRefused('The file is not UTF-8. Save it as "CSV UTF-8" and send it again.', firstBadLine(text));
}

function fromUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): Buffer {
  try {
    return Buffer.from(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    throw new FileRefused('The file begins like UTF-16 but is not. Save it as "CSV UTF-8" and send it again.');
  }
}

function lineOf(bytes: Buffer, at: number): number {
  let line = 1;
  for (let next = bytes.indexOf(10); next !== -1 && next < at; next = bytes.indexOf(10, next + 1)) line += 1;
  return line;
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const next = bytes.indexOf(10, start);
    const end = next === -1 ? bytes.length : next + 1;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end;
  }
  return line;
}

/** The delimiter of the first line: whichever of comma, semicolon and tab stands there most often outside of quotes. */
export function detectDelimiter(bytes: Buffer): string {
  const end = bytes.indexOf(10);
  const first = bytes
    .subarray(0, Math.min(end === -1 ? bytes.length : end, 64 * 1024))
    .toString()
    .replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map(delimiter => ({ delimiter, count: first.split(delimiter).length - 1 }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** Reads a file record by record. Throws FileRefused with the line where it stops being CSV. */
export async function* readLines(source: Readable, delimiter: string): AsyncGenerator<Line> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
  });
  source.on('error', error => parser.destroy(error));
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const breaks = record.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
      yield { cells: record, line: info.lines - breaks };
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_')) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
    const quote = String(error.code) === 'CSV_QUOTE_NOT_CLOSED' ? 'A quote is opened and never closed.' : 'This is not CSV any more.';
    throw new FileRefused(quote, line);
  } finally {
    source.destroy();
  }
}

/** The lines of text that is in memory. */
export function linesOf(bytes: Buffer, delimiter: string): AsyncGenerator<Line> {
  return readLines(Readable.from(pieces(bytes)), delimiter);
}

/**
 * Reads a whole file once, before it becomes a job. Throws FileRefused for what makes it useless as a whole: an encoding that is not known, no
 * rows, missing columns, broken quoting, one sku in two products.
 */
export async function checkFile(raw: Buffer): Promise<CheckedFile> {
  const bytes = decode(raw);
  if (bytes.length === 0 || bytes.toString('utf8', 0, 1_000).trim() === '') throw new FileRefused('The file is empty.');
  const delimiter = detectDelimiter(bytes);
  let header: Header | undefined;
  let rows = 0;
  const owners = new Map<string, string>();
  for await (const { cells, line } of linesOf(bytes, delimiter)) {
    if (!header) {
      header = readHeader(cells);
      continue;
    }
    rows += 1;
    const [handle, sku] = (['handle', 'sku'] as const).map(
      field => cells[header?.columns.find(({ rule }) => rule.field === field)?.index ?? -1]?.trim() ?? '',
    );
    if (!handle || !sku) continue;
    const owner = slugify(handle, '');
    const other = owners.get(sku);
    if (other !== undefined && other !== owner)
      throw new FileRefused(`The sku ${sku} stands under two handles: ${other} and ${owner}.`, line);
    owners.set(sku, owner);
  }
  if (rows === 0) throw new FileRefused('The file has a first line and no rows.');
  return { bytes, delimiter, rows };
}

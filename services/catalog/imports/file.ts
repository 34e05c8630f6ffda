import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { Encoding } from '../../../generated/catalog/types.ts';
import { type FileFormat, FileRefused, type FileSettings, readHeader } from './columns.ts';
import { decode, type Reading } from './encoding.ts';
import type { RowFault } from './rows.ts';

/** One record of a file: its cells and the line it begins on, from 1. */
export interface Line {
  cells: string[];
  line: number;
}

/** A file that can be imported: its text as UTF-8, and what was learnt by reading it once. */
export interface CheckedFile {
  bytes: Buffer;
  delimiter: string;
  format: FileFormat;
  rows: number;
  /** Notes on the file as a whole. */
  notes: RowFault[];
  /** How it was read where it is not Unicode (encoding.ts). */
  encoding?: Encoding;
  readings?: Reading[];
}

const PIECE = 256 * 1024;
/** Excel's own line of the delimiter, which stands before the header: `sep=;`. */
const DELIMITER_LINE = /^\ufeff?"?sep=(.)?"?$/i;

/**
 * The delimiter of a file: that of its `sep=` line, else whichever of comma, semicolon, tab and bar stands in the first
 * line most often outside of quotes.
 */
export function detectDelimiter(bytes: Buffer): string {
  const [line = ''] = bytes.toString('utf8', 0, 64 * 1024).split(/[\r\n]/, 1);
  const [, named] = /^"?sep=(.)"?$/i.exec(line) ?? [];
  if (named !== undefined) return named;
  const first = line.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map(delimiter => ({ delimiter, count: first.split(delimiter).length - 1 }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/**
 * Reads a file record by record, whatever its line ends are. Records of nothing but separators are no rows, and a
 * `sep=` line is none. Throws FileRefused with the line where it stops being CSV.
 */
export async function* readLines(source: Readable, delimiter: string): AsyncGenerator<Line> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  source.on('error', error => parser.destroy(error));
  let isFirst = true;
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      const breaks = record.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
      const line = info.lines - breaks;
      if (record.every(cell => cell.trim() === '')) continue;
      if (isFirst && isDelimiterLine(record)) continue;
      isFirst = false;
      yield { cells: record, line };
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_')) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
    const quote =
      String(error.code) === 'CSV_QUOTE_NOT_CLOSED'
        ? 'A quote is opened and never closed.'
        : 'This is not CSV any more.';
    throw new FileRefused(quote, line);
  } finally {
    source.destroy();
  }
}

function isDelimiterLine([cell = '', ...rest]: readonly string[]): boolean {
  return DELIMITER_LINE.test(cell) && rest.every(other => other === '');
}

/** The lines of text that is in memory. */
export function linesOf(bytes: Buffer, delimiter: string): AsyncGenerator<Line> {
  return readLines(Readable.from(pieces(bytes)), delimiter);
}

/**
 * Reads a whole file once, before it becomes a job. Throws FileRefused for what makes it useless as a whole: an
 * encoding that is not known, no rows, missing columns, broken quoting.
 */
export async function checkFile(
  raw: Buffer,
  settings: FileSettings = {},
  reading: Parameters<typeof decode>[1] = { guess: false },
): Promise<CheckedFile> {
  const { bytes, ...decoded } = decode(raw, reading);
  if (bytes.length === 0 || bytes.toString('utf8', 0, 1_000).trim() === '') throw new FileRefused('The file is empty.');
  const delimiter = detectDelimiter(bytes);
  let format: FileFormat | undefined;
  let rows = 0;
  for await (const { cells } of linesOf(bytes, delimiter)) {
    if (format) rows += 1;
    else format = readHeader(cells, settings).format;
  }
  if (!format || rows === 0) throw new FileRefused('The file has a first line and no rows.');
  return { bytes, delimiter, format, rows, ...decoded };
}

import { isUtf8 } from 'node:buffer';
import type { Encoding } from '../../../generated/catalog/types.ts';
import { FileRefused } from './columns.ts';
import type { RowFault } from './rows.ts';

/** How the first letters of a file read in an encoding. */
export interface Reading {
  encoding: Encoding;
  sample: string;
}

/** A file's text as UTF-8 without a byte order mark, and how it was read. */
export interface Decoded {
  bytes: Buffer;
  notes: RowFault[];
  /** Where the file is not Unicode: the encoding that it was read in. */
  encoding?: Encoding;
  /** Where nobody chose the encoding: how the file reads in those that it may be in. */
  readings?: Reading[];
}

/** The file is not Unicode, and its encoding must be chosen; the message shows how it reads. */
export class EncodingNeeded extends FileRefused {
  readonly readings: readonly Reading[];
  constructor(readings: readonly Reading[], line: number) {
    const shown = readings.slice(0, 4).map(({ encoding, sample }) => `${encoding} "${sample}"`);
    super(
      `The file is not UTF-8, and its letters read differently in other encodings: ${shown.join(', ')}. Choose one.`,
      line,
    );
    this.readings = readings;
  }
}

const LINE_FEED = 10;
const SHOWN = 40;
/** What files that are not Unicode are in most often; the first one that fits is the guess of a dry run. */
const CANDIDATES: readonly Encoding[] = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1254',
  'windows-1253',
  'windows-1255',
  'windows-1256',
  'shift_jis',
  'gb18030',
  'euc-kr',
  'big5',
];

/**
 * The text of a file: UTF-8, UTF-16 (by its mark, or by the zero bytes of its first letters), else the encoding that
 * was chosen. Bytes that are no Unicode have several readings: without a choice, `guess` takes the likeliest one and
 * shows the others. Throws EncodingNeeded where there is neither choice nor guess, FileRefused with the line where the
 * file is no text.
 */
export function decode(bytes: Buffer, { encoding, guess }: { encoding?: Encoding; guess: boolean }): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return fromUtf16(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return fromUtf16(bytes, 'utf-16be');
  if (bytes[0] !== 0 && bytes[1] === 0 && bytes[3] === 0) return fromUtf16(bytes, 'utf-16le');
  if (bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0) return fromUtf16(bytes, 'utf-16be');
  const text = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  if (text.includes(0))
    throw new FileRefused('The file is not text: it holds a zero byte.', lineOf(text, text.indexOf(0)));
  if (isUtf8(text)) return { bytes: text, notes: [] };
  const line = lineOf(
    text,
    text.findIndex(byte => byte > 0x7f),
  );
  if (encoding !== undefined) return fromChosen(text, encoding, line);
  const readings = readingsOf(text);
  const [first] = readings;
  if (!first) throw new FileRefused('The file is in no encoding that is known. Save it as "CSV UTF-8".', line);
  if (!guess) throw new EncodingNeeded(readings, line);
  const message = `The file is not UTF-8 and was read as ${first.encoding}, as in "${first.sample}". Choose the encoding before it is imported.`;
  const decoded = Buffer.from(textOf(text, first.encoding) ?? '');
  return { bytes: decoded, encoding: first.encoding, readings, notes: [{ line, message, severity: 'note' }] };
}

function fromChosen(bytes: Buffer, encoding: Encoding, line: number): Decoded {
  const text = textOf(bytes, encoding);
  if (text === undefined) throw new FileRefused(`The file is not ${encoding}. Choose another encoding.`, line);
  return { bytes: Buffer.from(text), encoding, notes: [] };
}

/** The text of bytes in an encoding; undefined where they mean nothing in it. */
function textOf(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // The Encoding Standard maps bytes without a meaning to control characters (C1) in some encodings.
    return /[\u0080-\u009f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** How the first letters beyond ASCII read in each encoding in which the whole file means something. */
function readingsOf(bytes: Buffer): Reading[] {
  const at = bytes.findIndex(byte => byte > 0x7f);
  const from = Math.max(bytes.lastIndexOf(LINE_FEED, at) + 1, at - SHOWN / 2);
  return CANDIDATES.flatMap(encoding => {
    if (textOf(bytes, encoding) === undefined) return [];
    const part = new TextDecoder(encoding).decode(bytes.subarray(from, at + SHOWN));
    return [{ encoding, sample: Array.from(part.replace(/\s+/g, ' ')).slice(0, SHOWN).join('') }];
  });
}

function fromUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  try {
    return { bytes: Buffer.from(new TextDecoder(encoding, { fatal: true }).decode(bytes)), notes: [] };
  } catch {
    throw new FileRefused('The file begins like UTF-16 but is not. Save it as "CSV UTF-8" and send it again.');
  }
}

function lineOf(bytes: Buffer, at: number): number {
  let line = 1;
  for (let next = bytes.indexOf(LINE_FEED); next !== -1 && next < at; next = bytes.indexOf(LINE_FEED, next + 1))
    line += 1;
  return line;
}

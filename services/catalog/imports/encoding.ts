import { isUtf8 } from 'node:buffer';
import { FileRefused } from './columns.ts';
import type { RowFault } from './rows.ts';

/** A file's text as UTF-8 without a byte order mark, and what is to be told of how it was read. */
export interface Decoded {
  bytes: Buffer;
  notes: RowFault[];
}

const LINE_FEED = 10;
const SHOWN = 40;
/**
 * Bytes that mean nothing in Windows-1252: https://encoding.spec.whatwg.org/#windows-1252 maps them to control
 * characters.
 */
const undefinedBytes = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * UTF-8, UTF-16 (by its mark, or by the zero bytes of its first letters) and, where it is neither, Windows-1252: what
 * spreadsheets write when nobody chooses. The last is a guess, so the first line in which it matters is told as it was
 * read. Throws FileRefused with the line where it is no text.
 */
export function decode(bytes: Buffer): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return fromUtf16(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return fromUtf16(bytes, 'utf-16be');
  if (bytes[0] !== 0 && bytes[1] === 0 && bytes[3] === 0) return fromUtf16(bytes, 'utf-16le');
  if (bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0) return fromUtf16(bytes, 'utf-16be');
  const text = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  if (text.includes(0))
    throw new FileRefused('The file is not text: it holds a zero byte.', lineOf(text, text.indexOf(0)));
  return isUtf8(text) ? { bytes: text, notes: [] } : fromWindows1252(text);
}

function fromUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  try {
    return { bytes: Buffer.from(new TextDecoder(encoding, { fatal: true }).decode(bytes)), notes: [] };
  } catch {
    throw new FileRefused('The file begins like UTF-16 but is not. Save it as "CSV UTF-8" and send it again.');
  }
}

function fromWindows1252(bytes: Buffer): Decoded {
  const bad = bytes.findIndex(byte => undefinedBytes.has(byte));
  if (bad !== -1)
    throw new FileRefused(
      'The file is neither UTF-8 nor Windows-1252. Save it as "CSV UTF-8" and send it again.',
      lineOf(bytes, bad),
    );
  const text = new TextDecoder('windows-1252').decode(bytes);
  const at = text.search(/[\u0080-\uffff]/);
  const sample = text.slice(Math.max(0, at - SHOWN / 2), at + SHOWN / 2).replace(/\s+/g, ' ');
  const message = `The file is not UTF-8 and was read as Windows-1252. Check that accents are right, as in "${sample}".`;
  return { bytes: Buffer.from(text), notes: [{ line: lineOf(bytes, at), message, severity: 'note' }] };
}

function lineOf(bytes: Buffer, at: number): number {
  let line = 1;
  for (let next = bytes.indexOf(LINE_FEED); next !== -1 && next < at; next = bytes.indexOf(LINE_FEED, next + 1))
    line += 1;
  return line;
}

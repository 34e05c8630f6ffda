import type { UploadRequest } from '../../../generated/catalog/types.ts';

type PictureType = UploadRequest['contentType'];

/**
 * What a picture is, by its first bytes (WHATWG, MIME Sniffing, section 6.1; AVIF, section 6.3); undefined for anything
 * that is none.
 */
export function pictureTypeOf(bytes: Buffer): PictureType | undefined {
  const text = (from: number, to: number) => bytes.toString('latin1', from, to);
  if (bytes.length < 12) return undefined;
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  return text(4, 8) === 'ftyp' && /avif|avis/.test(text(8, 32)) ? 'image/avif' : undefined;
}

import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Image, UploadRequest } from '../../../generated/catalog/types.ts';

/** Why bytes cannot be a picture of the shop, as a message for staff. */
export class PictureRefused extends Error {
  override readonly name = 'PictureRefused';
}

export interface Size {
  width: number;
  height: number;
}

/** What is known of a picture: the hash of what was uploaded, and the sizes made of it, smallest first. */
export interface MediaRecord {
  id: string;
  sizes: Size[];
}

const WIDTHS = [160, 320, 640, 1280];
const SMALLEST = 16;
const MAX_PIXELS = 50_000_000;
const MAX_SIDE_RATIO = 8;

const formats: Record<UploadRequest['contentType'], string> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/avif': 'heif',
};

/**
 * The first 32 hexadecimal digits of the SHA-256 of the bytes: the same picture is kept once, and its address never
 * means another.
 */
export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** Where a size of a picture is served: `/media/<hash>-<width>.webp`. */
export function mediaName(id: string, width: number): string {
  return `${id}-${width}.webp`;
}

/** The hash in the address of a picture of ours, relative or whole; undefined for any other address. */
export function mediaIdOf(url: string): string | undefined {
  return /^(?:https?:\/\/[^/]+)?\/media\/([a-f0-9]{32})-[0-9]{2,4}\.webp$/.exec(url)?.[1];
}

/** The picture as products carry it. */
export function imageOf(media: MediaRecord, alt: string, tint?: string): Image {
  const sizes = media.sizes.map(({ width }) => ({ url: `/media/${mediaName(media.id, width)}`, width }));
  const largest = media.sizes.at(-1);
  const last = sizes.at(-1);
  if (!largest || !last) throw new Error(`picture ${media.id} has no sizes`);
  return {
    url: last.url,
    width: largest.width,
    height: largest.height,
    alt,
    ...(tint !== undefined && { tint }),
    sizes,
  };
}

/**
 * The widths to make of a picture this wide: 160, 320, 640, 1280, none of them larger than it is, and its own where
 * that is less than the next.
 */
export function widthsFor(width: number): number[] {
  const smaller = WIDTHS.filter(step => step < width);
  return [...smaller, Math.min(width, WIDTHS.at(-1) ?? width)].filter(
    (step, index, all) => all.indexOf(step) === index,
  );
}

/**
 * Reads the real bytes: they must be a whole picture of the type that was announced. Throws PictureRefused for anything
 * else, and for more than 50 million pixels, less than 16 on a side, or a strip more than eight times as long as wide.
 */
export async function checkPicture(bytes: Uint8Array, contentType: UploadRequest['contentType']): Promise<Size> {
  const picture = sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS });
  const metadata = await picture.metadata().catch((error: unknown) => {
    throw new PictureRefused(rejectionReason(error));
  });
  if (metadata.format !== formats[contentType])
    throw new PictureRefused(`is a ${metadata.format} picture, not ${contentType}`);
  if (metadata.format === 'heif' && metadata.compression !== 'av1') throw new PictureRefused(`is not ${contentType}`);
  const { width, height } = metadata.autoOrient;
  if (width < SMALLEST || height < SMALLEST)
    throw new PictureRefused(`has ${width} × ${height} pixels; at least ${SMALLEST} × ${SMALLEST} are needed`);
  if (width * height > MAX_PIXELS)
    throw new PictureRefused(`has ${width} × ${height} pixels; at most ${MAX_PIXELS / 1e6} million are taken`);
  if (Math.max(width / height, height / width) > MAX_SIDE_RATIO)
    throw new PictureRefused(`is ${width} × ${height} pixels: too long for its width`);
  return { width, height };
}

function rejectionReason(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  return /pixel limit/i.test(message)
    ? `has more than ${MAX_PIXELS / 1e6} million pixels`
    : 'is not a picture that can be read';
}

/**
 * One size as WebP, turned upright; what is transparent stays so. Throws PictureRefused when the picture is broken
 * further in.
 */
export async function resize(bytes: Uint8Array, width: number): Promise<Size & { data: Buffer }> {
  const picture = sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS }).autoOrient();
  const { data, info } = await picture
    .resize({ width, withoutEnlargement: true })
    .webp({ quality: 84, alphaQuality: 90, effort: 3 })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw new PictureRefused(rejectionReason(error));
    });
  return { width: info.width, height: info.height, data };
}

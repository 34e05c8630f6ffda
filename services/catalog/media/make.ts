import type { UploadRequest } from '../../../generated/catalog/types.ts';
import { checkPicture, contentHash, type MediaRecord, mediaName, resize, type Size, widthsFor } from './pictures.ts';
import type { Storage } from './storage.ts';

/** The most bytes that a picture may have. */
export const MAX_PICTURE_BYTES = 20 * 1024 * 1024;

/** Where a size of a picture is in object storage. */
export const mediaKey = (name: string): string => `media/${name}`;

/** Checks the bytes of a picture and puts every size of it into storage. Throws PictureRefused. */
export async function makePicture(
  storage: Storage,
  contentType: UploadRequest['contentType'],
  bytes: Buffer,
): Promise<MediaRecord> {
  const { width } = await checkPicture(bytes, contentType);
  const id = contentHash(bytes);
  const sizes: Size[] = [];
  for (const step of widthsFor(width)) {
    const { data, ...size } = await resize(bytes, step);
    await storage.put(mediaKey(mediaName(id, size.width)), data, 'image/webp');
    sizes.push(size);
  }
  return { id, sizes };
}

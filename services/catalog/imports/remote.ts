import type { UploadRequest } from '../../../generated/catalog/types.ts';
import { MAX_PICTURE_BYTES, makePicture } from '../media/make.ts';
import { pictureTypeOf } from '../media/picture-type.ts';
import { PictureRefused } from '../media/pictures.ts';
import type { MediaRecords } from '../media/records.ts';
import type { Storage } from '../media/storage.ts';

/** What became of pictures that are elsewhere: the hash of the copy that is here now, or why there is none. */
export interface RemotePictures {
  copies: Map<string, string>;
  refused: Map<string, string>;
}

export interface RemoteDependencies {
  media: MediaRecords;
  storage: Storage;
  /** The origins that pictures may be fetched from, such as `https://cdn.shopify.com`; none where nobody named any. */
  imageOrigins: readonly string[];
}

const AT_ONCE = 4;
const TIMEOUT_MS = 20_000;
const MAX_REDIRECTS = 3;
const types: readonly UploadRequest['contentType'][] = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'];

/** Reads a body up to the most that a picture may have. Throws PictureRefused beyond. */
async function bytesOf(response: Response): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    const piece = read.value;
    size += piece.length;
    if (size > MAX_PICTURE_BYTES) {
      await reader?.cancel();
      throw new PictureRefused('is too large');
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The response at an address, after at most a few redirects, each to an origin that is allowed. */
async function follow(first: string, origins: readonly string[]): Promise<Response> {
  let url = new URL(first);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { accept: types.join(', ') },
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    if (!URL.canParse(location, url)) throw new PictureRefused('is redirected to no address');
    url = new URL(location, url);
    if (!origins.includes(url.origin))
      throw new PictureRefused(`is redirected to ${url.host}, from where no pictures are fetched`);
  }
  throw new PictureRefused('is redirected again and again');
}

/**
 * Fetches one picture. Redirects are followed to origins that are allowed only: others could be our own hosts. What a
 * picture is says its content; hosts call pictures octet streams. Throws PictureRefused for what is no picture.
 */
async function fetchPicture(
  url: string,
  origins: readonly string[],
): Promise<{ contentType: UploadRequest['contentType']; bytes: Buffer }> {
  const response = await follow(url, origins);
  if (!response.ok) throw new PictureRefused(`was answered with ${response.status}`);
  const bytes = await bytesOf(response);
  const contentType = pictureTypeOf(bytes);
  if (!contentType) {
    const given = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    throw new PictureRefused(`is ${given ?? 'of no type'}, which is no picture that can be used`);
  }
  return { contentType, bytes };
}

/**
 * Copies the pictures of these addresses, from the origins that are allowed; what was copied within a day is not
 * fetched again.
 */
export async function copyPictures(
  { media, storage, imageOrigins }: RemoteDependencies,
  urls: readonly string[],
): Promise<RemotePictures> {
  const wanted = [...new Set(urls)];
  const result: RemotePictures = { copies: await media.copies(wanted), refused: new Map() };
  const queue = wanted.filter(url => !result.copies.has(url));

  async function copy(url: string): Promise<void> {
    const { origin, host } = new URL(url);
    if (!imageOrigins.includes(origin)) {
      result.refused.set(
        url,
        `is at ${host || 'another place'}, from where no pictures are fetched: put it on the product by hand`,
      );
      return;
    }
    try {
      const { contentType, bytes } = await fetchPicture(url, imageOrigins).catch((error: unknown) => {
        // Whatever else goes wrong on the way there is that host's, not ours.
        throw error instanceof PictureRefused ? error : new PictureRefused(`could not be fetched from ${host}`);
      });
      const picture = await makePicture(storage, contentType, bytes);
      await media.add(picture);
      await media.addCopy(url, picture.id);
      result.copies.set(url, picture.id);
    } catch (error) {
      if (!(error instanceof PictureRefused)) throw error;
      result.refused.set(url, error.message);
    }
  }
  async function work(): Promise<void> {
    for (let url = queue.shift(); url !== undefined; url = queue.shift()) await copy(url);
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return result;
}

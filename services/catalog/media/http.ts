import { buffer } from 'node:stream/consumers';
import type { CatalogHandlers } from '../../../generated/catalog/server.ts';
import { newId } from '../../platform/ids.ts';
import { refusal } from '../../platform/problem.ts';
import type { CatalogContext, Dependencies } from '../app.ts';
import {
  checkPicture,
  contentHash,
  imageOf,
  type MediaRecord,
  mediaName,
  PictureRefused,
  resize,
  type Size,
  widthsFor,
} from './pictures.ts';
import type { UploadRecord } from './records.ts';

const UPLOAD_SECONDS = 15 * 60;
const MAX_BYTES = 20 * 1024 * 1024;

type MediaHandlers = Pick<CatalogHandlers<CatalogContext>, 'getMedia' | 'createUpload' | 'completeUpload'>;

const uploadKey = (id: string): string => `uploads/${id}`;
const mediaKey = (name: string): string => `media/${name}`;

/** The operations on pictures, one function an operationId. */
export function mediaHandlers({ media, storage }: Pick<Dependencies, 'media' | 'storage'>): MediaHandlers {
  /** Checks the bytes and puts every size into storage. Throws PictureRefused. */
  async function makePicture(upload: UploadRecord, bytes: Buffer): Promise<MediaRecord> {
    const { width } = await checkPicture(bytes, upload.contentType);
    const id = contentHash(bytes);
    const sizes: Size[] = [];
    for (const step of widthsFor(width)) {
      const { data, ...size } = await resize(bytes, step);
      await storage.put(mediaKey(mediaName(id, size.width)), data, 'image/webp');
      sizes.push(size);
    }
    return { id, sizes };
  }

  return {
    async getMedia({ path }, context) {
      const etag = `"${path.name.replace(/\.webp$/, '')}"`;
      const known = context.ifNoneMatch?.split(',').map(tag => tag.trim().replace(/^W\//, ''));
      if (known?.includes(etag)) return { status: 304, headers: { etag, 'cache-control': 'public, max-age=31536000, immutable' } };
      const found = await storage.open(mediaKey(path.name));
      if (!found) return refusal(404, 'There is no such picture.');
      const headers = {
        etag,
        'content-length': String(found.bytes),
        'cache-control': 'public, max-age=31536000, s-maxage=31536000, immutable',
        'cross-origin-resource-policy': 'cross-origin',
      };
      return { status: 200, body: found.body, headers };
    },

    async createUpload({ body }) {
      const id = newId();
      const { contentType, bytes, alt = '', tint } = body;
      const url = await storage.presignPut(uploadKey(id), contentType, UPLOAD_SECONDS);
      const createdAt = new Date();
      await media.addUpload({ id, contentType, bytes, alt, ...(tint !== undefined && { tint }), createdAt });
      const expiresAt = new Date(createdAt.getTime() + UPLOAD_SECONDS * 1_000).toISOString();
      return { status: 201, body: { id, url, method: 'PUT', headers: { 'content-type': contentType }, expiresAt } };
    },

    async completeUpload({ path }) {
      const upload = await media.upload(path.uploadId.toLowerCase());
      if (!upload) return refusal(404, 'There is no such upload.');
      const done = upload.mediaId === undefined ? undefined : (await media.media([upload.mediaId])).get(upload.mediaId);
      if (done) return { status: 200, body: imageOf(done, upload.alt, upload.tint) };
      const stored = await storage.open(uploadKey(upload.id));
      if (!stored) return refusal(422, 'Nothing was put at the address of this upload yet.', { code: 'upload_missing' });
      if (stored.bytes > MAX_BYTES) {
        stored.body.destroy();
        return refusal(422, `The picture has ${stored.bytes} bytes; at most ${MAX_BYTES} are taken.`, { code: 'picture_too_large' });
      }
      try {
        const record = await makePicture(upload, await buffer(stored.body));
        await media.complete(upload.id, record);
        await storage.remove(uploadKey(upload.id));
        return { status: 200, body: imageOf(record, upload.alt, upload.tint) };
      } catch (error) {
        if (error instanceof PictureRefused) return refusal(422, `What was uploaded ${error.message}.`, { code: 'picture_refused' });
        throw error;
      }
    },
  };
}

import { buffer } from 'node:stream/consumers';
import type { CatalogHandlers } from '../../../generated/catalog/server.ts';
import { refusal } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import { pictureChange } from '../audit.ts';
import type { CatalogContext, Dependencies } from '../dependencies.ts';
import { MAX_PICTURE_BYTES, makePicture, mediaKey } from './make.ts';
import { imageOf, PictureRefused } from './pictures.ts';
import { UPLOADS } from './records.ts';

const UPLOAD_SECONDS = 15 * 60;

type MediaHandlers = Pick<CatalogHandlers<CatalogContext>, 'getMedia' | 'createUpload' | 'completeUpload'>;

/** Where what was announced is put. */
const uploadKey = (id: string): string => `${UPLOADS}${id}`;

/** The operations on pictures, one function an operationId. */
export function mediaHandlers({
  media,
  storage,
  store,
}: Pick<Dependencies, 'media' | 'storage' | 'store'>): MediaHandlers {
  return {
    async getMedia({ path }, context) {
      const etag = `"${path.name.replace(/\.webp$/, '')}"`;
      const known = context.ifNoneMatch?.split(',').map(tag => tag.trim().replace(/^W\//, ''));
      if (known?.includes(etag))
        return { status: 304, headers: { etag, 'cache-control': 'public, max-age=31536000, immutable' } };
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
      const url = await storage.presignPut(uploadKey(id), contentType, bytes, UPLOAD_SECONDS);
      const createdAt = new Date();
      await media.addUpload({ id, contentType, bytes, alt, ...(tint !== undefined && { tint }), createdAt });
      const expiresAt = new Date(createdAt.getTime() + UPLOAD_SECONDS * 1_000).toISOString();
      return { status: 201, body: { id, url, method: 'PUT', headers: { 'content-type': contentType }, expiresAt } };
    },

    async completeUpload({ path }, context) {
      const upload = await media.upload(path.uploadId.toLowerCase());
      if (!upload) return refusal(404, 'There is no such upload.');
      const done = upload.mediaId === undefined ? undefined : (await media.media([upload.mediaId])).get(upload.mediaId);
      if (done) return { status: 200, body: imageOf(done, upload.alt, upload.tint) };
      const stored = await storage.open(uploadKey(upload.id));
      if (!stored)
        return refusal(422, 'Nothing was put at the address of this upload yet.', { code: 'upload_missing' });
      if (stored.bytes > MAX_PICTURE_BYTES) {
        stored.body.destroy();
        return refusal(422, `The picture has ${stored.bytes} bytes; at most ${MAX_PICTURE_BYTES} are taken.`, {
          code: 'picture_too_large',
        });
      }
      try {
        const record = await makePicture(storage, upload.contentType, await buffer(stored.body));
        const image = imageOf(record, upload.alt, upload.tint);
        await store.inTransaction(async session => {
          if (await media.complete(upload.id, record, session)) {
            await store.publish(session, pictureChange(context, { id: record.id, alt: image.alt, url: image.url }));
          }
        });
        await storage.remove(uploadKey(upload.id));
        return { status: 200, body: image };
      } catch (error) {
        if (error instanceof PictureRefused)
          return refusal(422, `What was uploaded ${error.message}.`, { code: 'picture_refused' });
        throw error;
      }
    },
  };
}

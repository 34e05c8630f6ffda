import { createHash } from 'node:crypto';
import type { ClientSession, Collection, Db } from 'mongodb';
import type { UploadRequest } from '../../../generated/catalog/types.ts';
import type { MediaRecord } from './pictures.ts';

/** What the keys of uploaded files begin with; an id follows (UUIDv7). */
export const UPLOADS = 'uploads/';
/** How long an upload may take from its announcement, days. */
export const UPLOAD_DAYS = 1;

/** An announced upload. `mediaId` is there once it was completed. */
export interface UploadRecord {
  id: string;
  contentType: UploadRequest['contentType'];
  bytes: number;
  alt: string;
  tint?: string;
  mediaId?: string;
  createdAt: Date;
}

type UploadDocument = Omit<UploadRecord, 'id'> & { _id: string };
/** Where a picture was copied from; the key is the hash of the address, which may be longer than a key can be. */
interface CopyDocument {
  _id: string;
  url: string;
  mediaId: string;
  createdAt: Date;
}
type MediaDocument = Omit<MediaRecord, 'id'> & { _id: string; createdAt: Date };

export type MediaRecords = ReturnType<typeof createMediaRecords>;

const hashOf = (url: string): string => createHash('sha256').update(url).digest('hex');

/** The records of pictures in MongoDB; their bytes are in object storage. */
export function createMediaRecords(db: Db) {
  const uploads: Collection<UploadDocument> = db.collection('uploads');
  const media: Collection<MediaDocument> = db.collection('media');
  const copies: Collection<CopyDocument> = db.collection('copies');

  return {
    async addUpload({ id, ...upload }: UploadRecord): Promise<void> {
      await uploads.insertOne({ _id: id, ...upload });
    },

    async upload(id: string): Promise<UploadRecord | undefined> {
      const found = await uploads.findOne({ _id: id });
      if (!found) return undefined;
      const { _id, ...upload } = found;
      return { id: _id, ...upload };
    },

    /** A picture is there; writing it again changes nothing. */
    async add({ id, sizes }: MediaRecord, session?: ClientSession): Promise<void> {
      await media.updateOne(
        { _id: id },
        { $setOnInsert: { sizes, createdAt: new Date() } },
        { upsert: true, ...(session && { session }) },
      );
    },

    /** The upload has become this picture, in the transaction of `session`; false where it had already. */
    async complete(uploadId: string, picture: MediaRecord, session: ClientSession): Promise<boolean> {
      const filter = { _id: uploadId, mediaId: { $exists: false } };
      const { modifiedCount } = await uploads.updateOne(filter, { $set: { mediaId: picture.id } }, { session });
      await this.add(picture, session);
      return modifiedCount === 1;
    },

    /** The copies that are here of pictures from elsewhere: hash by address. */
    async copies(urls: readonly string[]): Promise<Map<string, string>> {
      if (urls.length === 0) return new Map();
      const found = await copies.find({ _id: { $in: urls.map(hashOf) } }).toArray();
      return new Map(found.map(({ url, mediaId }) => [url, mediaId]));
    },

    /** The picture that was found at a URL; cached for a day. */
    async addCopy(url: string, mediaId: string): Promise<void> {
      await copies.updateOne({ _id: hashOf(url) }, { $set: { url, mediaId, createdAt: new Date() } }, { upsert: true });
    },

    /** The pictures of these hashes, by hash; unknown ones are left out. */
    async media(ids: Iterable<string>): Promise<Map<string, MediaRecord>> {
      const wanted = [...new Set(ids)];
      if (wanted.length === 0) return new Map();
      const found = await media.find({ _id: { $in: wanted } }).toArray();
      return new Map(found.map(({ _id, sizes }) => [_id, { id: _id, sizes }]));
    },
  };
}

import type { Collection, Db } from 'mongodb';
import type { UploadRequest } from '../../../generated/catalog/types.ts';
import type { MediaRecord } from './pictures.ts';

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
type MediaDocument = Omit<MediaRecord, 'id'> & { _id: string; createdAt: Date };

export type MediaRecords = ReturnType<typeof createMediaRecords>;

/** What MongoDB knows of pictures; their bytes are in object storage. */
export function createMediaRecords(db: Db) {
  const uploads: Collection<UploadDocument> = db.collection('uploads');
  const media: Collection<MediaDocument> = db.collection('media');

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

    /** The upload has become this picture; both are written so that doing it again changes nothing. */
    async complete(uploadId: string, { id, sizes }: MediaRecord): Promise<void> {
      await media.updateOne({ _id: id }, { $setOnInsert: { sizes, createdAt: new Date() } }, { upsert: true });
      await uploads.updateOne({ _id: uploadId }, { $set: { mediaId: id } });
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

import sharp from 'sharp';
import type { Image } from '../../../generated/catalog/types.ts';
import type { CatalogSuite } from './suite.ts';

/** Uploads a picture of one colour. */
export async function uploadPicture(suite: CatalogSuite, colour: string): Promise<Image> {
  const bytes = await sharp({ create: { width: 40, height: 40, channels: 3, background: colour } })
    .png()
    .toBuffer();
  const upload = await suite.merchant.createUpload({
    body: { fileName: 'a.png', contentType: 'image/png', bytes: bytes.length },
  });
  if (upload.status !== 201) throw new Error(JSON.stringify(upload));
  await fetch(upload.body.url, { method: 'PUT', headers: upload.body.headers, body: new Uint8Array(bytes) });
  const done = await suite.merchant.completeUpload({ path: { uploadId: upload.body.id } });
  if (done.status !== 200) throw new Error(JSON.stringify(done));
  return done.body;
}

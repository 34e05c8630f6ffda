import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Image, UploadRequest } from '../../../generated/catalog/types.ts';
import { toApiError } from '../../kit/api/api-error.ts';
import { api } from '../../kit/api/clients.ts';

const types: readonly UploadRequest['contentType'][] = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'];
/** The media types of pictures, as `accept` of a file field has them. */
export const PICTURES = types.join(',');
const MAX_BYTES = 20 * 1024 * 1024;

/** Uploads a file to a signed URL and reports progress from 0 to 1. Throws an Error with a message for staff. */
function put(
  url: string,
  headers: Readonly<Record<string, string>>,
  file: File,
  onProgress: (part: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener(
      'progress',
      event => event.lengthComputable && onProgress(event.loaded / event.total),
    );
    request.addEventListener('load', () =>
      request.status < 300 ? resolve() : reject(new Error(`The picture could not be stored (${request.status}).`)),
    );
    request.addEventListener('error', () => reject(new Error('The connection broke while the picture was sent.')));
    request.send(file);
  });
}

/**
 * Uploads a picture to object storage and has the catalog create its sizes. Throws an Error with a message for staff.
 */
export async function uploadPicture(file: File, alt: string, onProgress: (part: number) => void): Promise<Image> {
  const contentType = types.find(type => type === file.type);
  if (!contentType) throw new Error('Pictures may be JPEG, PNG, WebP or AVIF.');
  if (file.size > MAX_BYTES) throw new Error('A picture may have up to 20 MB.');
  try {
    const body: UploadRequest = { fileName: file.name.slice(-200), contentType, bytes: file.size, alt };
    const upload = await bodyOf(api.catalog.createUpload({ body }));
    await put(upload.url, upload.headers, file, onProgress);
    return await bodyOf(api.catalog.completeUpload({ path: { uploadId: upload.id } }));
  } catch (error) {
    throw toApiError(error);
  }
}

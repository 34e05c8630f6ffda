import type { Image } from '../../../generated/catalog/types.ts';
import type { Fault } from '../fault.ts';
import { imageOf, mediaIdOf } from './pictures.ts';
import type { MediaRecords } from './records.ts';

/**
 * Reads the pictures that a request names as storage knows them: of what the request says only `alt` and `tint` count.
 * A picture that was not uploaded here is a fault.
 */
export function createImageCheck(media: MediaRecords) {
  return async (images: readonly Image[]): Promise<{ images: Image[]; faults: Fault[] }> => {
    const found = await media.media(images.flatMap(image => mediaIdOf(image.url) ?? []));
    const result: { images: Image[]; faults: Fault[] } = { images: [], faults: [] };
    const seen = new Set<string>();
    for (const [index, image] of images.entries()) {
      const record = found.get(mediaIdOf(image.url) ?? '');
      if (record && !seen.has(record.id)) result.images.push(imageOf(record, image.alt, image.tint));
      if (record) seen.add(record.id);
      else result.faults.push({ path: `/images/${index}/url`, message: 'is no picture that was uploaded here' });
    }
    return result;
  };
}

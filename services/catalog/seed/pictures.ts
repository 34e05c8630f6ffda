import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const SIDE = 640;
const EMOJI_SIDE = 400;

/** The file of an emoji in `@lobehub/fluent-emoji-3d`: its code points in hexadecimal. Throws where the package has none. */
function emojiFile(emoji: string): string {
  const codes = [...emoji].map(character => character.codePointAt(0)?.toString(16)).join('-');
  return fileURLToPath(import.meta.resolve(`@lobehub/fluent-emoji-3d/assets/${codes}.webp`));
}

/** The tint at the bottom of a picture: a little deeper than at its top. */
function deeper(tint: string): string {
  const parts = tint.match(/[0-9a-f]{2}/g) ?? [];
  return `#${parts
    .map(part =>
      Math.max(0, Math.round(Number.parseInt(part, 16) * 0.955))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** The picture of a product: its emoji on a soft tint, with the shadow of a thing that stands there. A square JPEG of 640 pixels. */
export async function productPicture(emoji: string, tint: string): Promise<Buffer> {
  const ground = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
      <defs>
        <linearGradient id="tint" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${tint}"/><stop offset="1" stop-color="${deeper(tint)}"/></linearGradient>
        <radialGradient id="shadow"><stop offset="0" stop-color="#3b2f2a" stop-opacity="0.22"/><stop offset="1" stop-color="#3b2f2a" stop-opacity="0"/></radialGradient>
      </defs>
      <rect width="100%" height="100%" fill="url(#tint)"/>
      <ellipse cx="${SIDE / 2}" cy="528" rx="176" ry="30" fill="url(#shadow)"/>
    </svg>`,
  );
  const figure = await sharp(emojiFile(emoji)).resize(EMOJI_SIDE, EMOJI_SIDE, { kernel: 'lanczos3' }).toBuffer();
  const offset = (SIDE - EMOJI_SIDE) / 2;
  return sharp(ground)
    .composite([{ input: figure, left: offset, top: offset }])
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

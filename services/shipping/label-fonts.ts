import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** The fonts of labels; they have Latin, Greek, Cyrillic, Arabic and Hebrew letters. */
export const LABEL_FONTS = {
  regular: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
};

import localFont from 'next/font/local';

/** The family's typeface, from our own files; globals.css takes it from `--font-inter`. */
export const inter = localFont({
  src: '../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'swap',
  variable: '--font-inter',
});

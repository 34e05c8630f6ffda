import localFont from 'next/font/local';

/** The typeface, from our own files; globals.css uses it as `--font-inter`. */
export const inter = localFont({
  src: '../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'swap',
  variable: '--font-inter',
});

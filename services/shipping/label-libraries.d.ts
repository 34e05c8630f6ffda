/** WOFF 2.0 (W3C) to OpenType. */
declare module 'wawoff2' {
  export function decompress(font: Uint8Array): Promise<Uint8Array>;
}

/** The ES module of bidi-js; its own types describe it as the CommonJS one. */
declare module 'bidi-js/dist/bidi.mjs' {
  import type { Bidi } from 'bidi-js';

  export default function bidiFactory(): Bidi;
}

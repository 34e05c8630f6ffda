import path from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  distDir: process.env.BUILD_DIR || '.next',
  // The generated clients are outside of this folder.
  turbopack: { root: path.resolve(import.meta.dirname, '..') },
  // Types are checked by `task typecheck`; server/buffered-response.ts compresses.
  typescript: { ignoreBuildErrors: true },
  compress: false,
  poweredByHeader: false,
  // Titles and descriptions are in the head for every client, so that they work without JavaScript.
  htmlLimitedBots: /.*/,
  devIndicators: false,
};

export default config;

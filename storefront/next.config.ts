import path from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  distDir: process.env.BUILD_DIR || '.next',
  // The generated clients are imported from beside us, as they are.
  turbopack: { root: path.resolve(import.meta.dirname, '..') },
  // What is checked and compressed elsewhere: types by the whole tree's check, bytes by server/answer.ts.
  typescript: { ignoreBuildErrors: true },
  compress: false,
  poweredByHeader: false,
  // Titles and descriptions come in the head for everybody, so that they are there without JavaScript.
  htmlLimitedBots: /.*/,
  devIndicators: false,
};

export default config;

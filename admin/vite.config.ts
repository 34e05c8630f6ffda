import { defineConfig } from 'vite';

const gateway = process.env.GATEWAY_URL ?? 'http://localhost:8080';

/** The API of a running system, where the edge puts it. */
const proxy = {
  // The gateway takes changes from pages of the system's own origins only.
  '/api/': {
    target: gateway,
    rewrite: (path: string) => path.replace(/^\/api/, ''),
    headers: { origin: 'http://localhost:3001' },
  },
  '/media': gateway,
  '/settings.json': 'http://localhost:3001',
};

/**
 * What every visit needs comes in a few files rather than in dozens that it would wait for one after the other; what
 * only lists and forms need comes with the first of them.
 */
const groups = [
  { name: 'library', test: /node_modules/, tags: ['$initial' as const], priority: 4 },
  { name: 'console', tags: ['$initial' as const], priority: 3 },
  {
    name: 'dialogs',
    test: /node_modules\/@mui\/(icons-material|material\/(Dialog|Alert|Skeleton))/,
    minShareCount: 2,
    priority: 2,
  },
  { name: 'parts', test: /admin\/(look|provider|save|dashboard|live|audit)\//, minShareCount: 2, priority: 1 },
  { name: 'forms', test: /node_modules/, minShareCount: 2 },
  { name: 'screens', minShareCount: 2 },
];

/** `vite build admin` for what is served; `vite admin` to work on it, with a running system (`npm start`) behind it. */
export default defineConfig({
  build: {
    target: 'es2023',
    sourcemap: false,
    chunkSizeWarningLimit: 1300,
    rolldownOptions: {
      // 'use client' has no meaning here.
      onwarn: (warning, warn) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : warn(warning)),
      output: { codeSplitting: { groups } },
    },
  },
  server: { host: 'localhost', proxy },
  preview: { host: 'localhost', proxy },
});

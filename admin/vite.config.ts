import { defineConfig } from 'vite';

/** `vite build admin` for what is served; `vite admin` to work on it, with the API of a running system (`npm start`) behind it. */
export default defineConfig({
  build: {
    target: 'es2023',
    sourcemap: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: { onwarn: (warning, warn) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : warn(warning)) }, // 'use client' means nothing here
  },
  server: {
    host: 'localhost',
    proxy: {
      '/api': { target: process.env.GATEWAY_URL ?? 'http://localhost:8080', rewrite: path => path.replace(/^\/api/, '') },
      '/media': process.env.GATEWAY_URL ?? 'http://localhost:8080',
      '/settings.json': 'http://localhost:3001',
    },
  },
});

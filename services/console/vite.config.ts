import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const API = 'http://127.0.0.1:4180';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative: the console may live below a path of a proxy.
  base: './',
  publicDir: false,
  plugins: [react()],
  build: {
    target: 'es2022',
    // Nothing inline: the page's policy allows no script or style that is not a file of its own origin.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    reportCompressedSize: false,
  },
  // `npm run dev -w services/console` beside `npm start`.
  server: { host: '127.0.0.1', proxy: { '/v1': API, '/readyz': API } },
});

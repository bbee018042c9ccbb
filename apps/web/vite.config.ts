import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { packFiles } from './build/pack-files.ts';
import { slimRoutes } from './build/slim-routes.ts';

/** Where `npm run dev -w apps/web` finds an api to talk to. */
const api = 'http://127.0.0.1:9400';

export default defineConfig({
  plugins: [react(), slimRoutes(), packFiles()],
  resolve: { conditions: ['@enginehouse/source', 'browser', 'module', 'development|production'] },
  // Pages are served with a policy that allows no inline script and no data: font or script.
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
  server: { proxy: { '/v1': api, '/openai': api } },
});

import { defineConfig } from 'vite';

/** How the page is built; `scripts/build-page.ts` says whereto. No script or style stands in the HTML, so that a strict policy holds. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  build: {
    target: 'es2023',
    manifest: 'manifest.json',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
    // Directives for servers that render; nothing renders on a server here.
    rolldownOptions: { onLog: (level, log, tell) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(level, log) },
  },
});

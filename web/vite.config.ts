import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const api = process.env.RIMLIG_API ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // Inlined files become data: addresses, which the content policy allows for pictures only.
  build: { assetsInlineLimit: 0, target: 'es2022', reportCompressedSize: false, manifest: true },
  server: { proxy: { '/api': api } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    globals: true,
    setupFiles: ['src/test_setup.ts'],
  },
});

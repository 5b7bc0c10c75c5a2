import plugin from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [plugin()],
  server: {
    proxy: { '/tasks': { target: 'http://localhost:8080', changeOrigin: false } }, // the server compares Origin and Host
  },
});

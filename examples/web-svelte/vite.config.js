import { svelte as plugin } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, loadEnv } from 'vite';
import { taskcastServer } from '../taskcast-server.js';

export default defineConfig(({ mode }) => ({ plugins: [plugin(), taskcastServer(loadEnv(mode, process.cwd()))] }));

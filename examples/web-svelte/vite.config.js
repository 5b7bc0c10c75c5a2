import { svelte as plugin } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, loadEnv } from 'vite';
import { taskcastServer } from '../taskcast-server.mjs';

export default defineConfig(({ mode }) => ({ plugins: [plugin(), taskcastServer(loadEnv(mode, process.cwd()))] }));

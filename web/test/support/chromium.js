// The system's Chromium: none is downloaded.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = process.getuid?.() === 0;

export const launchOptions = {
  executablePath: process.env.TASKCAST_CHROMIUM
    || ['chromium', 'chromium-browser', 'google-chrome']
      .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
      .find(existsSync),
  args: [...(root ? ['--no-sandbox'] : []), '--disable-background-networking'],
};

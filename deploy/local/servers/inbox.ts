import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePrivateFolder } from '../folders.ts';
import type { Place, Server } from './server.ts';

const program = fileURLToPath(new URL('bin/maildev.js', import.meta.resolve('maildev')));
const data = (place: Place): string => path.join(place.state, 'inbox');
const url = (place: Place): string => `http://127.0.0.1:${place.ports.inbox}`;

/** maildev: an SMTP server that keeps every message, and a page to read them. */
export const inbox: Server = {
  name: 'inbox',
  title: 'Mail inbox',
  given: ['SMTP_URL'],
  ports: ['smtp', 'inbox'],
  needs: { run: [], build: [] },
  stop: { signal: 'SIGTERM', timeoutMs: 5000 },

  async provision() {},

  async prepare(place) {
    ensurePrivateFolder(data(place));
  },

  command: place => ({
    program: process.execPath,
    args: [
      program,
      '--ip',
      '127.0.0.1',
      '--smtp',
      String(place.ports.smtp),
      '--web-ip',
      '127.0.0.1',
      '--web',
      String(place.ports.inbox),
      '--mail-directory',
      data(place),
      '--max-emails',
      '2000',
    ],
    cwd: data(place),
  }),

  async answers(place) {
    const response = await fetch(`${url(place)}/api/email?limit=1`, { signal: AbortSignal.timeout(2000) });
    if (!response.ok) throw new Error(`answers ${response.status}`);
  },

  environment: place => ({ SMTP_URL: `smtp://127.0.0.1:${place.ports.smtp}`, INBOX_URL: url(place) }),
};

import type { Express } from 'express';
import { startService } from '../http/service.ts';
import { silentLog } from './log.ts';

export interface TestApp {
  readonly url: string;
  close(): Promise<void>;
}

/** The app on a free port of this machine. */
export async function startTestApp(app: Express): Promise<TestApp> {
  const service = await startService({
    name: 'test',
    port: 0,
    log: silentLog(),
    app,
    close: async () => {},
    graceMs: 1_000,
  });
  return { url: service.url, close: () => service.stop() };
}

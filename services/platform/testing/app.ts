import type { Express, RequestHandler } from 'express';
import { startService } from '../http/service.ts';
import type { Flow } from '../observability/flow.ts';
import { silentLog } from './log.ts';

export interface TestApp {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the app on a free port of this machine. */
export async function startTestApp(
  app: Express,
  flows: readonly Flow[] = [],
  failedWork?: RequestHandler,
): Promise<TestApp> {
  const service = await startService({
    name: 'test',
    port: 0,
    log: silentLog(),
    app,
    flows,
    ...(failedWork ? { failedWork } : {}),
    close: async () => {},
    graceMs: 1_000,
  });
  return { url: service.url, close: () => service.stop() };
}

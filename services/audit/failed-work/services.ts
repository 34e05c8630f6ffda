import { z } from 'zod';
import type { Service } from '../../../generated/audit/types.ts';

const TIMEOUT_MS = 2_000;

/** What `/health/flow` of each service answers. */
const flowSchema = z.object({
  flows: z.record(
    z.string(),
    z.object({
      unit: z.enum(['seconds', 'items']),
      limit: z.number(),
      value: z.number().nullable(),
      stalled: z.boolean(),
    }),
  ),
  load: z.object({
    requests: z.number(),
    failed: z.number(),
    p95Ms: z.number().nullable(),
    consumed: z.number(),
    published: z.number(),
  }),
  version: z.string(),
  commit: z.string().optional(),
  startedAt: z.string(),
});

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  return response.ok;
}

async function readFlow(url: string): Promise<Omit<Service, 'name' | 'ready'>> {
  const response = await fetch(`${url}/health/flow`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const { flows, load, version, commit, startedAt } = flowSchema.parse(await response.json());
  return {
    version,
    ...(commit === undefined ? {} : { commit }),
    startedAt,
    load,
    flows: Object.entries(flows).map(([name, flow]) => ({ name, ...flow })),
  };
}

/**
 * Each service as it says it is; one that does not answer is not ready.
 * @param urls by name
 */
export async function readServices(urls: ReadonlyMap<string, string>): Promise<Service[]> {
  return Promise.all(
    [...urls].map(async ([name, url]) => {
      const [ready, flow] = await Promise.all([
        isReady(url).catch(() => false),
        readFlow(url).catch(() => ({ flows: [] })),
      ]);
      return { name, ready, ...flow };
    }),
  );
}

import { randomUUID } from 'node:crypto';
import { enqueueJob } from '../../services/platform/data/jobs.ts';
import type { Counters } from '../../services/platform/testing/counters.ts';
import { state } from '../state.ts';

/** The provider states of what every service offers through the platform, in the tables of a service. */
export function platformStates({ prisma }: Counters) {
  return {
    'a job was given up': state(async () => {
      const key = randomUUID();
      await enqueueJob(prisma, { queue: 'settlement', key, payload: { amount: 5 } });
      await prisma.job.updateMany({
        where: { key },
        data: { attempts: 3, lastError: { kind: 'misconfigured', message: 'No such charge' }, gaveUpAt: new Date() },
      });
    }),
  };
}

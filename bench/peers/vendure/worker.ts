import { vendureConfig } from './config.ts';
import { core } from './packages.ts';

const worker = await core.bootstrapWorker(vendureConfig({ synchronize: false }));
await worker.startJobQueue();

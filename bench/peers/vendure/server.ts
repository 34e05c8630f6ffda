import { vendureConfig } from './config.ts';
import { core } from './packages.ts';

await core.bootstrap(vendureConfig({ synchronize: false }));

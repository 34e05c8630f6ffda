import { elasticsearch } from './elasticsearch.ts';
import { inbox } from './inbox.ts';
import { kafka } from './kafka.ts';
import { mongodb } from './mongodb.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';
import { s3 } from './s3.ts';
import type { Server } from './server.ts';
import { stripe } from './stripe.ts';

/** Every server that the services need. */
export const servers: readonly Server[] = [postgres, mongodb, redis, kafka, elasticsearch, s3, inbox, stripe];

import type { FailedWorkItem, FailedWorkList, FailedWorkRef } from '../../../generated/audit/types.ts';
import type { PlatformClient } from '../../../generated/platform/client.ts';
import {
  countDeadLetters,
  discardDeadLetters,
  listDeadLetters,
  replayDeadLetters,
} from '../../platform/messaging/dead-letters.ts';
import type { KafkaConnection } from '../../platform/messaging/kafka.ts';
import { deadLetterWork, parseDeadLetterId } from './dead-letter-work.ts';

const MAX_DEAD_LETTERS = 100;

export type FailedWorkAction = 'retry' | 'discard';

/** Failed work of one service and kind; ids as listed. */
export interface FailedWorkGroup {
  service: string;
  kind: FailedWorkRef['kind'];
  ids: readonly string[];
}

/** The failed work of all services: what their databases have, and the dead letters in Kafka. */
export interface FailedWorkOfAll {
  list(): Promise<FailedWorkList>;
  /** Throws ProblemError 503 where the service does not answer. */
  act(act: FailedWorkAction, group: FailedWorkGroup): Promise<void>;
}

/** @param platform the services with a database, by name */
export function createFailedWork(
  platform: ReadonlyMap<string, PlatformClient>,
  kafka: KafkaConnection,
  count = countDeadLetters,
): FailedWorkOfAll {
  async function listOf(service: string, client: PlatformClient): Promise<FailedWorkItem[]> {
    const { status, body } = await client.listFailedWorkOfService({});
    if (status !== 200) throw new Error(body.detail ?? body.title);
    return body.items.map(item => ({ ...item, service }));
  }

  async function listLetters(): Promise<FailedWorkItem[]> {
    const sources = await count(kafka);
    const letters = await Promise.all(
      sources.map(async source =>
        (await listDeadLetters(kafka, source)).slice(-MAX_DEAD_LETTERS).map(letter => deadLetterWork(letter, source)),
      ),
    );
    return letters.flat();
  }

  async function actOnLetters(act: FailedWorkAction, group: string, ids: readonly string[]): Promise<void> {
    const byTopic = new Map<string, string[]>();
    for (const id of ids) {
      const parsed = parseDeadLetterId(id);
      if (parsed) byTopic.set(parsed.topic, [...(byTopic.get(parsed.topic) ?? []), parsed.letter]);
    }
    const resolve = act === 'retry' ? replayDeadLetters : discardDeadLetters;
    for (const [topic, letters] of byTopic) await resolve(kafka, { topic, group, ids: letters });
  }

  return {
    async list() {
      const sources = [...platform].map(([service, client]) => [service, () => listOf(service, client)] as const);
      const lists = await Promise.all(
        [...sources, ['kafka', listLetters] as const].map(async ([name, read]) => ({
          name,
          items: await read().catch(() => undefined),
        })),
      );
      const items = lists.flatMap(list => list.items ?? []).sort((a, b) => b.failedAt.localeCompare(a.failedAt));
      return { items, unavailable: lists.flatMap(({ name, items: found }) => (found ? [] : [name])) };
    },

    async act(act, { service, kind, ids }) {
      if (kind === 'dead_letter') return actOnLetters(act, service, ids);
      const client = platform.get(service);
      if (!client) return;
      const body = { jobs: kind === 'job' ? [...ids] : [], events: kind === 'event' ? [...ids] : [] };
      const answer =
        act === 'retry'
          ? await client.retryFailedWorkOfService({ body })
          : await client.discardFailedWorkOfService({ body });
      if (answer.status !== 200) throw new Error(answer.body.detail ?? answer.body.title);
    },
  };
}

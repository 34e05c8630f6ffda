import type { FailedWorkItem } from '../../../generated/audit/types.ts';
import { listedPayload } from '../../platform/failed-work/failed-work.ts';
import type { DeadLetter } from '../../platform/messaging/dead-letters.ts';

/** A dead letter of a group; ids are unique in a topic. */
export function deadLetterWork(letter: DeadLetter, source: { topic: string; group: string }): FailedWorkItem {
  const { id, type, key, attempts, error, failedAt, payload } = letter;
  return {
    service: source.group,
    kind: 'dead_letter',
    id: `${source.topic}/${id}`,
    name: type,
    key: key ?? '',
    topic: source.topic,
    attempts,
    error,
    failedAt,
    ...listedPayload(payload),
  };
}

/** The topic and the id within it; undefined for what is no id of a dead letter. */
export function parseDeadLetterId(id: string): { topic: string; letter: string } | undefined {
  const [, topic, letter] = /^([^/]+)\/(.+)$/.exec(id) ?? [];
  return topic === undefined || letter === undefined ? undefined : { topic, letter };
}

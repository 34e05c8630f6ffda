import type { AuditEntry } from '../../../generated/audit/types.ts';
import { shortId } from '../resource/labels.ts';
import { humanize } from './status-tones.ts';

/** Who did it, as people call them. */
export function actorName({ actor }: Pick<AuditEntry, 'actor'>): string {
  if (actor.email) return actor.email;
  return actor.kind === 'service' ? `${humanize(actor.id)} (by itself)` : `${actor.kind} ${shortId(actor.id)}`;
}

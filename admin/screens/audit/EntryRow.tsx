import { Link } from 'react-router';
import { resources } from '../../../generated/admin/resources.ts';
import type { AuditEntry } from '../../../generated/audit/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { actorName } from '../../kit/components/actor-name.ts';
import { shortId } from '../../kit/resource/labels.ts';
import { ChangeList } from './ChangeList.tsx';
import { actionText, pageOf } from './entry.ts';

export interface EntryRowProps {
  entry: AuditEntry;
  /** Filters by this person. */
  onActor?(actor: string): void;
}

/** One entry of the audit log: who did what to which record, and what changed. */
export function EntryRow({ entry, onActor }: EntryRowProps) {
  const { canAccess } = useAccess();
  const page = pageOf(entry);
  const name = entry.label ?? shortId(entry.resourceId);
  const clock = new Date(entry.at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return (
    <li className="entry">
      <time className="entry-time faint numeric" dateTime={entry.at} title={new Date(entry.at).toLocaleString()}>
        {clock}
      </time>
      <div className="entry-body">
        <p>
          {onActor ? (
            <button
              type="button"
              className="entry-actor"
              title="Show what they did"
              onClick={() => onActor(entry.actor.email ?? entry.actor.id)}
            >
              {actorName(entry)}
            </button>
          ) : (
            <strong>{actorName(entry)}</strong>
          )}{' '}
          <span className="soft">{actionText(entry)}</span>{' '}
          {page && canAccess(resources[page.resource], 'show') ? (
            <Link to={page.path}>{name}</Link>
          ) : (
            <strong>{name}</strong>
          )}
        </p>
        {entry.reason && <p className="soft">Reason: {entry.reason}</p>}
        <ChangeList changes={entry.changes} />
      </div>
    </li>
  );
}

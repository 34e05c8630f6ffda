import './audit.css';
import { Button, Skeleton } from '@mui/material';
import { useAccess } from '../../kit/api/access.ts';
import { LoadError } from '../../kit/components/LoadError.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { EntryRow } from './EntryRow.tsx';
import { byDay } from './entry.ts';
import { useEntries } from './use-entries.ts';

export interface HistoryProps {
  /** As the console names it: `products`. */
  resource: string;
  resourceId: string;
  title?: string;
}

/** The audit entries of one record: who changed it, when and how. */
export function History({ resource, resourceId, title = 'History' }: HistoryProps) {
  const { can } = useAccess();
  const { entries, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useEntries(
    { resource, resourceId },
    10,
  );
  if (!can('listChanges')) return null;
  return (
    <Section title={title}>
      {!entries ? (
        error ? (
          <LoadError error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton variant="rounded" height={80} role="status" aria-label="Loading" />
        )
      ) : entries.length === 0 ? (
        <p className="soft">Nobody has changed this since the log began.</p>
      ) : (
        byDay(entries, new Date()).map(({ day, entries: ofDay }) => (
          <div key={day} className="history-day">
            <h3>{day}</h3>
            <ul>
              {ofDay.map(entry => (
                <EntryRow key={entry.id} entry={entry} />
              ))}
            </ul>
          </div>
        ))
      )}
      {hasNextPage && (
        <Button size="small" variant="text" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older
        </Button>
      )}
    </Section>
  );
}

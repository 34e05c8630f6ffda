import './audit.css';
import { Button, Skeleton } from '@mui/material';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { LoadError } from '../../kit/components/LoadError.tsx';
import { Page } from '../../kit/components/Page.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { EntryGroupRow } from './EntryGroupRow.tsx';
import { byDay, groupEntries } from './entry.ts';
import { filterOf } from './filters.ts';
import { useEntries } from './use-entries.ts';

const PAGE = 100;
/** As many records as one act changes at most. */
const MAX_GROUP = 500;

/** Everything that staff changed, newest first. */
export default function AuditPage() {
  const [parameters, setParameters] = useSearchParams();
  const filter = filterOf(parameters, new Date());
  const { entries, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useEntries(filter, PAGE);
  const lastGroup = groupEntries(entries ?? []).at(-1)?.entries.length ?? 0;
  // The end of an act on many records is read with it.
  const isCut = hasNextPage && !isFetchingNextPage && lastGroup > 1 && lastGroup < MAX_GROUP;
  useEffect(() => {
    if (isCut) void fetchNextPage();
  }, [isCut, fetchNextPage]);
  const change = (changes: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(parameters);
    for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name);
    setParameters(next);
  };
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <Page title="Audit" subtitle="Who changed what, when, and how it was before. Nobody can change the log.">
      <AuditFilters parameters={parameters} onChange={change} />
      {!entries ? (
        <Section>
          {error ? (
            <LoadError error={error} onRetry={() => void refetch()} />
          ) : (
            <Skeleton variant="rounded" height={360} role="status" aria-label="Loading" />
          )}
        </Section>
      ) : entries.length === 0 ? (
        <Section>
          {isFiltered ? (
            <EmptyState
              title="Nothing matches"
              action={<Button onClick={() => setParameters({})}>Show everything</Button>}
            >
              Nobody changed such a thing in this time.
            </EmptyState>
          ) : (
            <EmptyState title="Nothing has been changed yet">
              Every change that somebody makes here is kept in this log.
            </EmptyState>
          )}
        </Section>
      ) : (
        byDay(entries, new Date()).map(({ day, entries: ofDay }) => (
          <Section key={day} title={day} flush>
            <ul className="entries">
              {groupEntries(ofDay).map(group => (
                <EntryGroupRow
                  key={group.id}
                  group={group}
                  more={hasNextPage && group.entries.at(-1) === entries.at(-1)}
                  onActor={actor => change({ actor })}
                />
              ))}
            </ul>
          </Section>
        ))
      )}
      {hasNextPage && (
        <p className="audit-more">
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'One moment…' : 'Show older'}
          </Button>
        </p>
      )}
    </Page>
  );
}

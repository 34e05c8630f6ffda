import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import ChevronRight from '@mui/icons-material/ChevronRight';
import { Skeleton } from '@mui/material';
import { useQueries } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useAccess } from '../../kit/api/access.ts';
import { toApiError } from '../../kit/api/api-error.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { toDos } from './to-do.ts';

/** Query key of the to-dos. */
export const toDoQueryKey = ['api', 'to-do'] as const;

/** The to-dos, each with a link to its list. */
export function ToDoList() {
  const { can } = useAccess();
  const mine = toDos.filter(({ operation }) => can(operation));
  const reads = useQueries({
    queries: mine.map(({ key, count }) => ({
      queryKey: [...toDoQueryKey, key],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        try {
          return await count(signal);
        } catch (error) {
          throw toApiError(error);
        }
      },
      refetchInterval: 60_000,
    })),
  });
  const entries = mine.map((toDo, index) => ({ toDo, read: reads[index] }));
  const waiting = entries.filter(({ read }) => read?.data && read.data.count > 0);
  const isPending = entries.some(({ read }) => read?.isPending);
  const unknown = entries.filter(({ read }) => read?.isError && !read.data).length;
  return (
    <Section title="Needs a hand" flush>
      {isPending ? (
        <div className="to-dos-loading" aria-busy="true">
          <Skeleton variant="rounded" height={36} role="status" aria-label="Loading" />
          <Skeleton variant="rounded" height={36} />
        </div>
      ) : waiting.length === 0 && unknown === 0 ? (
        <EmptyState title="All quiet" icon={<CheckCircle fontSize="small" />}>
          Nothing waits for you.
        </EmptyState>
      ) : (
        <ul className="to-dos">
          {waiting.map(({ toDo, read }) => (
            <li key={toDo.key}>
              <Link to={toDo.to} className="to-do">
                <span className={`to-do-mark to-do-${toDo.tone}`} aria-hidden="true" />
                <span className="to-do-text">{read?.data && toDo.text(read.data)}</span>
                <ChevronRight fontSize="small" aria-hidden="true" />
              </Link>
            </li>
          ))}
          {unknown > 0 && (
            <li className="to-do soft" role="status">
              {unknown === 1 ? 'One more part' : `${unknown} more parts`} could not be asked right now.
            </li>
          )}
        </ul>
      )}
    </Section>
  );
}

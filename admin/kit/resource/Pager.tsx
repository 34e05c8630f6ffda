import './pager.css';
import { Button } from '@mui/material';
import { useListContext } from 'react-admin';

/** Back and forth; lists are read by cursor, so there is no number of pages to show. */
export function Pager() {
  const { page, setPage, hasNextPage, hasPreviousPage, data, total, isPending } = useListContext();
  const isOnly = page === 1 && !hasNextPage;
  if (isPending || (isOnly && (data?.length ?? 0) === 0)) return null;
  const count = data?.length ?? 0;
  return (
    <nav className="pager" aria-label="Pages">
      <span className="faint numeric">
        {total !== undefined || isOnly
          ? `${(total ?? count).toLocaleString()} ${(total ?? count) === 1 ? 'entry' : 'entries'}`
          : `Page ${page}`}
      </span>
      {!isOnly && (
        <span className="pager-buttons">
          <Button disabled={page <= 1 || hasPreviousPage === false} onClick={() => setPage(page - 1)}>
            Previous
          </Button>
          <Button disabled={!hasNextPage} onClick={() => setPage(page + 1)}>
            Next
          </Button>
        </span>
      )}
    </nav>
  );
}

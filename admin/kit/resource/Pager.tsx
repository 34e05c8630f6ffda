import { counted } from '../../../look/counted.ts';
import './pager.css';
import { Button } from '@mui/material';
import { useListContext, useStore } from 'react-admin';
import { listTotal, totalText } from '../api/list-total.ts';
import { PAGE_SIZE_KEY, PAGE_SIZES } from './page-size.ts';

/** Back and forth; lists are read by cursor, so there is no number of pages to show. */
export function Pager({ title }: { title: string }) {
  const { page, setPage, perPage, setPerPage, hasNextPage, hasPreviousPage, data, ...list } = useListContext();
  const { total, meta, isPending } = list;
  const listed = listTotal(meta);
  const [, keep] = useStore<number>(PAGE_SIZE_KEY);
  const choose = (size: number) => {
    keep(size);
    setPerPage(size);
  };
  const isOnly = page === 1 && !hasNextPage;
  if (isPending || (isOnly && (data?.length ?? 0) === 0)) return null;
  const count = data?.length ?? 0;
  return (
    <nav className="pager" aria-label="Pages">
      <span className="faint numeric">
        {listed && `${totalText(listed, title)}${isOnly ? '' : `, page ${page}`}`}
        {!listed && (total !== undefined || isOnly ? counted(total ?? count, 'entry', 'entries') : `Page ${page}`)}
      </span>
      {(!isOnly || perPage > PAGE_SIZES[0]) && (
        <label className="pager-size">
          <span className="soft">Rows</span>
          <select value={perPage} onChange={event => choose(Number(event.target.value))}>
            {PAGE_SIZES.map(size => (
              <option key={size} value={size}>
                {size}
              </option>
            ))}
          </select>
        </label>
      )}
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

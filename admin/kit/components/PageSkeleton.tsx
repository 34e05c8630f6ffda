import { Skeleton } from '@mui/material';

/** A skeleton while the code of a page loads. */
export function PageSkeleton() {
  return (
    <div className="page page-wide" aria-busy="true">
      <p className="unseen" role="status">
        Loading
      </p>
      <Skeleton variant="text" width={180} height={36} />
      <Skeleton variant="rounded" height={420} />
    </div>
  );
}

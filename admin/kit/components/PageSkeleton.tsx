import { Skeleton } from '@mui/material';

/** The shape of a screen while its code is on the way. */
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

import { Button } from '@mui/material';
import { useListContext, useStore } from 'react-admin';
import { isObject } from '../api/request-body.ts';
import { type Export, exportUrl } from './export-url.ts';
import { listStoreKey } from './list-store-key.ts';

/** Downloads what matches the filters of a list, or all of it, as a CSV file. */
export function ExportButton({ resource, of, all }: { resource: string; of: Export; all?: string }) {
  const [parameters] = useStore<unknown>(listStoreKey(resource), {});
  const filter = all === undefined && isObject(parameters) ? parameters.filter : undefined;
  return (
    <Button component="a" href={exportUrl(of, filter)} download>
      {all ?? 'Export'}
    </Button>
  );
}

/** The most ids that exports take. */
const MAX_SELECTED = 200;

/** Downloads the selected rows alone, as a CSV file. They stay selected. */
export function ExportSelected({ of, noun }: { of: Export; noun: string }) {
  const { selectedIds } = useListContext();
  if (selectedIds.length > MAX_SELECTED)
    return (
      <Button variant="outlined" size="small" disabled>
        Export ({MAX_SELECTED} at most)
      </Button>
    );
  return (
    <Button
      variant="outlined"
      size="small"
      component="a"
      href={exportUrl(of, undefined, selectedIds.map(String))}
      download
      aria-label={`Export the selected ${noun}`}
    >
      Export
    </Button>
  );
}

import { Button } from '@mui/material';
import { useListContext, useStore } from 'react-admin';
import { isObject } from '../../kit/api/request-body.ts';
import { listStoreKey } from '../../kit/resource/list-store-key.ts';
import { exportUrl } from './export-url.ts';

/** Exports the filtered list as a file that can be imported again. */
export function ExportButton({ all = false }: { all?: boolean }) {
  const [parameters] = useStore<unknown>(listStoreKey('products'), {});
  const filter = !all && isObject(parameters) ? parameters.filter : undefined;
  return (
    <Button component="a" href={exportUrl(filter)} download>
      {all ? 'Export all products' : 'Export'}
    </Button>
  );
}

/** Limit of the catalog's contract. */
const MOST_SELECTED = 200;

/** Downloads the selected rows alone, as a file that can be changed and imported again. They stay selected. */
export function ExportSelected() {
  const { selectedIds } = useListContext();
  if (selectedIds.length > MOST_SELECTED)
    return (
      <Button variant="outlined" size="small" disabled>
        Export ({MOST_SELECTED} at most)
      </Button>
    );
  const href = exportUrl(undefined, selectedIds.map(String));
  return (
    <Button
      variant="outlined"
      size="small"
      component="a"
      href={href}
      download
      aria-label="Export the selected products"
    >
      Export
    </Button>
  );
}

import { Button } from '@mui/material';
import { useListContext, useStore } from 'react-admin';
import { isObject } from '../../kit/api/request-body.ts';

/**
 * The address of a file of the products that a filter lets through: a list's, or the `ids` of some, with commas
 * between.
 */
export function exportAddress(filter: unknown): string {
  const query = new URLSearchParams();
  if (isObject(filter)) {
    for (const name of ['q', 'status', 'category', 'import', 'ids']) {
      const value = filter[name];
      if (typeof value === 'string' && value !== '') query.set(name, value);
    }
  }
  return `/api/admin/product-export${query.size > 0 ? `?${query}` : ''}`;
}

/** Exports the filtered list as a file that can be imported again. */
export function ExportButton({ all = false }: { all?: boolean }) {
  const [parameters] = useStore<unknown>('list.products', {});
  const filter = !all && isObject(parameters) ? parameters.filter : undefined;
  return (
    <Button component="a" href={exportAddress(filter)} download>
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
  const href = exportAddress({ ids: selectedIds.join(',') });
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

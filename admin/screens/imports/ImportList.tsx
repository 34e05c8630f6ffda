import { Button } from '@mui/material';
import { Link } from 'react-router';
import { resources } from '../../../generated/admin/resources.ts';
import { useAccess } from '../../kit/api/access.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { ExportButton } from '../../kit/resource/ExportButton.tsx';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';
import { productExport } from '../products/product-export.ts';

/** All imports and dry runs, newest first. */
export default function ImportList() {
  const { can } = useAccess();
  const start = can('createImport') && (
    <Button variant="contained" component={Link} to="/imports/create">
      Import a file
    </Button>
  );
  return (
    <ResourceList
      resource={resources.imports}
      columns={{
        fileName: { label: 'File' },
        dryRun: {
          label: 'Kind',
          mobile: 'alone',
          render: ({ dryRun }) => (dryRun ? <span className="faint">Dry run</span> : 'Imported'),
        },
        created: { label: 'Added', mobileLabel: () => 'added' },
        updated: { label: 'Changed', mobileLabel: () => 'changed' },
        failed: { label: 'Bad rows', mobileLabel: ({ failed }) => (failed === 1 ? 'bad row' : 'bad rows') },
        createdAt: { label: 'When' },
      }}
      actions={
        <>
          <ExportButton resource="products" of={productExport} all="Export all products" />
          {start}
        </>
      }
      empty={
        <EmptyState title="No file was imported yet" action={start || undefined}>
          A CSV file adds and changes many products at once. An export from here shows which columns there are.
        </EmptyState>
      }
    />
  );
}

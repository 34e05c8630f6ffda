import { Alert, Button } from '@mui/material';
import { Link, useParams } from 'react-router';
import { DateText } from '../../kit/components/DateText.tsx';
import { LoadError } from '../../kit/components/LoadError.tsx';
import { Page } from '../../kit/components/Page.tsx';
import { PageSkeleton } from '../../kit/components/PageSkeleton.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { ImportResult } from './ImportResult.tsx';
import { UndoImport } from './UndoImport.tsx';
import { useImport } from './use-import.ts';

/** One import: its progress, its result, and a link to the products that it changed. */
export default function ImportShow() {
  const { id = '' } = useParams();
  const { data: job, error, refetch } = useImport(id);
  const back = { to: '/imports', label: 'Imports' };
  if (error && !job)
    return (
      <Page title="Import" back={back}>
        <Section>
          <LoadError error={error} onRetry={() => void refetch()} />
        </Section>
      </Page>
    );
  if (!job) return <PageSkeleton />;
  const touched = job.created + job.updated;
  const filter = encodeURIComponent(JSON.stringify({ import: job.id }));
  const products = !job.dryRun && !job.undo && touched > 0 && (
    <Button variant="contained" component={Link} to={`/products?filter=${filter}`}>
      See the {touched === 1 ? 'product' : `${touched.toLocaleString()} products`}
    </Button>
  );
  return (
    <Page
      title={job.fileName}
      beside={<StatusChip status={job.status} />}
      subtitle={
        <>
          {job.dryRun ? 'Dry run, nothing changed' : 'Imported'} · <DateText value={job.createdAt} />
          {job.format === 'shopify' && ` · file of Shopify, prices in ${job.currency}`}
          {job.rowsPerSecond !== undefined && ` · ${job.rowsPerSecond.toLocaleString()} rows a second`}
        </>
      }
      width="narrow"
      back={back}
      actions={
        <>
          {job.canBeUndone && <UndoImport job={job} />}
          {products}
        </>
      }
    >
      {job.undo && (
        <Alert severity="info">
          {job.undo.finishedAt
            ? `This import was undone: ${job.undo.products.toLocaleString()} products are as they were before.`
            : 'This import is being undone…'}
        </Alert>
      )}
      <Section title={job.dryRun ? 'What the file would do' : 'What the file did'}>
        <ImportResult job={job} />
      </Section>
    </Page>
  );
}

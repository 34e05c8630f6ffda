import './record-table.css';
import { Button } from '@mui/material';
import type { ReactNode } from 'react';
import { type RaRecord, ShowBase, useShowContext } from 'react-admin';
import { Link, useParams } from 'react-router';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../api/access.ts';
import { fieldReads } from '../api/usage.ts';
import { DateText } from '../components/DateText.tsx';
import { LoadError } from '../components/LoadError.tsx';
import { Page } from '../components/Page.tsx';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { Section } from '../components/Section.tsx';
import { StatusChip } from '../components/StatusChip.tsx';
import { ActionButtons } from './ActionButtons.tsx';
import { Details } from './Details.tsx';
import { DocumentLinks } from './DocumentLinks.tsx';
import { useDetailQuery } from './detail-query.ts';
import { labelOf } from './labels.ts';
import { recordPath } from './ResourceList.tsx';

export interface ResourceShowProps {
  resource: AdminResource;
  /** Buttons beside the generated ones. */
  actions?: (record: RaRecord) => ReactNode;
  /** Names of generated actions that the screen replaces by its own. */
  excludeActions?: readonly string[];
  /**
   * Replaces the details, or wraps them. `isComplete` is false while only the row of a list is known, which may lack
   * fields.
   */
  children?: (record: RaRecord, details: ReactNode, isComplete: boolean) => ReactNode;
}

/** The page of one record. */
export function ResourceShow(props: ResourceShowProps) {
  const { id = '' } = useParams();
  return (
    <ShowBase resource={props.resource.name} queryOptions={useDetailQuery(props.resource.name, id)}>
      <ShowPage {...props} />
    </ShowBase>
  );
}

function ShowPage({ resource, actions, excludeActions = [], children }: ResourceShowProps) {
  const { record: cached, isPending, isPlaceholderData = false, error, refetch } = useShowContext();
  const record = fieldReads.watched(cached);
  const { canAccess } = useAccess();
  if (error)
    return (
      <Page title={resource.title} back={{ to: `/${resource.name}`, label: resource.title }}>
        <Section>
          <LoadError error={error} onRetry={() => refetch()} />
        </Section>
      </Page>
    );
  if (isPending || !record) return <PageSkeleton />;
  const status: unknown = record.status;
  const details = <Details fields={resource.fields.filter(({ name }) => name !== 'status')} record={record} />;
  return (
    <Page
      title={labelOf(resource, record)}
      back={{ to: `/${resource.name}`, label: resource.title }}
      beside={typeof status === 'string' ? <StatusChip status={status} /> : undefined}
      subtitle={typeof record.createdAt === 'string' ? <DateText value={record.createdAt} /> : undefined}
      actions={
        <>
          <DocumentLinks resource={resource} id={String(record.id)} />
          <ActionButtons resource={resource} record={record} excludeActions={excludeActions} />
          {actions?.(record)}
          {canAccess(resource, 'edit') && (
            <Button variant="contained" component={Link} to={recordPath(resource.name, record, 'edit')}>
              Edit
            </Button>
          )}
        </>
      }
    >
      {children ? children(record, details, !isPlaceholderData) : details}
    </Page>
  );
}

import { type ReactNode, useState } from 'react';
import { EditBase, Form, useEditContext, useNotify } from 'react-admin';
import type { AdminResource } from '../../contracts/codegen/runtime/admin.ts';
import { Page } from '../look/Page.tsx';
import { PageSkeleton } from '../look/PageSkeleton.tsx';
import { Section } from '../look/Section.tsx';
import { formValues } from '../provider/body.ts';
import { ApiError } from '../provider/problems.ts';
import { ConflictDialog } from './ConflictDialog.tsx';
import { FieldInput } from './FieldInput.tsx';
import { FormBar } from './FormBar.tsx';
import { ListFailed } from './ListFailed.tsx';
import { labelOf } from './labels.ts';
import { recordPath } from './ResourceList.tsx';

export interface ResourceEditProps {
  resource: AdminResource;
  intro?: ReactNode;
  /** Fields that a screen draws itself. */
  children?: ReactNode;
}

/** The form of a change, from the body of the operation that updates. Somebody else's change meanwhile is told, never overwritten. */
export function ResourceEdit(props: ResourceEditProps) {
  const [conflict, setConflict] = useState<ApiError>();
  const notify = useNotify();
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.status === 409) setConflict(error);
    else notify(error instanceof Error ? error.message : 'Something went wrong.', { type: 'error' });
  };
  return (
    <EditBase resource={props.resource.name} redirect="show" mutationMode="pessimistic" mutationOptions={{ onError }}>
      <EditPage {...props} />
      <ConflictDialog conflict={conflict} onClose={() => setConflict(undefined)} />
    </EditBase>
  );
}

function EditPage({ resource, intro, children }: ResourceEditProps) {
  const { record, isPending, error, refetch } = useEditContext();
  const { name, title, update } = resource;
  if (error)
    return (
      <Page title={title} back={{ to: `/${name}`, label: title }}>
        <Section>
          <ListFailed error={error} onRetry={() => refetch()} />
        </Section>
      </Page>
    );
  if (isPending || !record) return <PageSkeleton />;
  const back = { to: recordPath(name, record), label: labelOf(resource, record) };
  const fields = update?.fields.filter(field => field.name !== update.version) ?? [];
  return (
    <Form className="page-form" record={{ ...formValues(fields, record), id: record.id }} noValidate>
      <Page title={`Edit ${labelOf(resource, record)}`} width="narrow" back={back}>
        {intro}
        <Section>
          <div className="form-fields">{children ?? fields.map(field => <FieldInput key={field.name} field={field} />)}</div>
        </Section>
        <FormBar cancelTo={back.to} />
      </Page>
    </Form>
  );
}

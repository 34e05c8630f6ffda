import type { ReactNode } from 'react';
import { EditBase, Form, type RaRecord, useEditContext } from 'react-admin';
import { useNavigate } from 'react-router';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { formValues } from '../api/request-body.ts';
import { fieldReads } from '../api/usage.ts';
import { LoadError } from '../components/LoadError.tsx';
import { Page } from '../components/Page.tsx';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { Section } from '../components/Section.tsx';
import { useSaveRecord } from '../editing/use-save-record.tsx';
import { formQuery } from './detail-query.ts';
import { FieldInput } from './FieldInput.tsx';
import { FormBar } from './FormBar.tsx';
import { labelOf } from './labels.ts';
import { recordPath } from './ResourceList.tsx';

export interface ResourceEditProps {
  resource: AdminResource;
  intro?: ReactNode;
  /** Fields that a screen draws itself. */
  children?: ReactNode;
}

/** The edit form, from the body of the update operation. A version conflict is shown, never overwritten. */
export function ResourceEdit(props: ResourceEditProps) {
  return (
    <EditBase resource={props.resource.name} mutationMode="pessimistic" {...formQuery}>
      <EditPage {...props} />
    </EditBase>
  );
}

function EditPage(props: ResourceEditProps) {
  const { record, isPending, error, refetch } = useEditContext();
  const { name, title } = props.resource;
  if (error)
    return (
      <Page title={title} back={{ to: `/${name}`, label: title }}>
        <Section>
          <LoadError error={error} onRetry={() => refetch()} />
        </Section>
      </Page>
    );
  if (isPending || !record) return <PageSkeleton />;
  return <EditForm {...props} record={fieldReads.whole(record)} onTheirs={() => void refetch()} />;
}

function EditForm({
  resource,
  intro,
  children,
  record,
  onTheirs,
}: ResourceEditProps & { record: RaRecord; onTheirs(): void }) {
  const { name, update } = resource;
  const navigate = useNavigate();
  const back = { to: recordPath(name, record), label: labelOf(resource, record) };
  const { submit, dialog } = useSaveRecord({ resource, record, onSaved: () => navigate(back.to), onTheirs });
  const fields = update?.fields.filter(field => field.name !== update.version) ?? [];
  return (
    <Form className="page-form" record={{ ...formValues(fields, record), id: record.id }} onSubmit={submit} noValidate>
      <Page title={`Edit ${labelOf(resource, record)}`} width="narrow" back={back}>
        {intro}
        <Section>
          <div className="form-fields">
            {children ?? fields.map(field => <FieldInput key={field.name} field={field} />)}
          </div>
        </Section>
        <FormBar cancelTo={back.to} />
      </Page>
      {dialog}
    </Form>
  );
}

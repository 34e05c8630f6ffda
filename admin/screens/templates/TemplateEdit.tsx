import './template.css';
import { Alert } from '@mui/material';
import { useRef } from 'react';
import { EditBase, Form, type RaRecord, TextInput, useEditContext } from 'react-admin';
import { useNavigate } from 'react-router';
import { resources } from '../../../generated/admin/resources.ts';
import type { TemplateText, TemplateVariable } from '../../../generated/notifications/types.ts';
import { fieldReads } from '../../kit/api/usage.ts';
import { LoadError } from '../../kit/components/LoadError.tsx';
import { Page } from '../../kit/components/Page.tsx';
import { PageSkeleton } from '../../kit/components/PageSkeleton.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { humanize } from '../../kit/components/status-tones.ts';
import { useSaveRecord } from '../../kit/editing/use-save-record.tsx';
import { formQuery } from '../../kit/resource/detail-query.ts';
import { FormBar } from '../../kit/resource/FormBar.tsx';
import { validatorsOf } from '../../kit/resource/validators.ts';
import { History } from '../audit/History.tsx';
import { EmailInput } from './EmailInput.tsx';
import { LivePreview } from './LivePreview.tsx';
import { ResetTemplate } from './ResetTemplate.tsx';
import { SendTest } from './SendTest.tsx';
import { fieldOf, type LastField, Variables } from './Variables.tsx';

const { templates } = resources;
const back = { to: '/templates', label: 'Templates' };
const fields = new Map<string, (typeof templates.update.fields)[number]>(
  templates.update.fields.map(field => [field.name, field]),
);

/** A template: its texts at the left, a live preview at the right. */
export default function TemplateEdit() {
  return (
    <EditBase resource="templates" mutationMode="pessimistic" redirect={false} {...formQuery}>
      <TemplatePage />
    </EditBase>
  );
}

function TemplatePage() {
  const { record, isPending, error, refetch } = useEditContext();
  if (error)
    return (
      <Page title="Template" back={back}>
        <Section>
          <LoadError error={error} onRetry={() => refetch()} />
        </Section>
      </Page>
    );
  if (isPending || !record) return <PageSkeleton />;
  return <TemplateForm record={fieldReads.whole(record)} onTheirs={() => void refetch()} />;
}

function textOf(record: RaRecord): TemplateText & Record<string, unknown> {
  return { ...record.text };
}

function variablesOf({ variables }: RaRecord): readonly TemplateVariable[] {
  return Array.isArray(variables) ? variables : [];
}

function TemplateForm({ record, onTheirs }: { record: RaRecord; onTheirs(): void }) {
  const navigate = useNavigate();
  const last = useRef<LastField>(undefined);
  const { submit, dialog } = useSaveRecord({
    resource: templates,
    record,
    valuesOf: textOf,
    successMessage: 'Saved: the next message reads like this.',
    onSaved: () => navigate(back.to),
    onTheirs,
  });
  return (
    <Form record={textOf(record)} onSubmit={submit} className="page-form" noValidate>
      <Page
        title={humanize(String(record.id))}
        width="wide"
        back={back}
        subtitle={record.changed === true ? 'Changed from what came with the shop.' : 'As it came with the shop.'}
        actions={
          <>
            {record.changed === true && <ResetTemplate id={String(record.id)} text={textOf(record)} />}
            <SendTest id={String(record.id)} />
          </>
        }
      >
        <div className="template">
          <Section title="Text">
            {/* biome-ignore lint/a11y/noStaticElementInteractions: only looks where the caret is */}
            <div
              className="form-fields"
              onFocus={event => {
                last.current = fieldOf(event.target) ?? last.current;
              }}
            >
              <Alert severity="info">
                Words in double braces, such as {'{{ number }}'}, are filled in for each order. The preview shows an
                example order.
              </Alert>
              <Variables variables={variablesOf(record)} last={last} />
              <TextInput source="subject" label="Subject" validate={rules('subject')} helperText={false} />
              <EmailInput validate={rules('mjml')} />
              <TextInput
                source="text"
                label="E-mail as plain text"
                multiline
                minRows={6}
                maxRows={16}
                className="template-code"
                validate={rules('text')}
                helperText={false}
              />
              <TextInput source="sms" label="SMS" multiline minRows={2} validate={rules('sms')} helperText={false} />
            </div>
          </Section>
          <LivePreview id={String(record.id)} />
        </div>
        <History resource="templates" resourceId={String(record.id)} />
        <FormBar cancelTo={back.to} />
      </Page>
      {dialog}
    </Form>
  );
}

function rules(name: string) {
  const field = fields.get(name);
  return field ? validatorsOf(field) : [];
}

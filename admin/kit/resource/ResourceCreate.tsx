import type { ReactNode } from 'react';
import { CreateBase, Form } from 'react-admin';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { Page } from '../components/Page.tsx';
import { Section } from '../components/Section.tsx';
import { FieldInput } from './FieldInput.tsx';
import { FormBar } from './FormBar.tsx';
import { singular } from './labels.ts';

export interface ResourceCreateProps {
  resource: AdminResource;
  /** Where `New …` and `Add …` would not read well. */
  title?: string;
  verb?: string;
  /** Shown above the fields. */
  intro?: ReactNode;
  /** Fields that a screen draws itself. */
  children?: ReactNode;
}

/** The form of a new record, from the body of the operation that creates it. */
export function ResourceCreate({ resource, intro, children, ...said }: ResourceCreateProps) {
  const { name, title, create } = resource;
  const back = { to: `/${name}`, label: title };
  return (
    <CreateBase resource={name} redirect="show">
      <Form className="page-form" noValidate>
        <Page title={said.title ?? `New ${singular(title)}`} width="narrow" back={back}>
          {intro}
          <Section>
            <div className="form-fields">
              {children ??
                create?.fields.map((field, index) => (
                  <FieldInput key={field.name} field={field} autoFocus={index === 0} />
                ))}
            </div>
          </Section>
          <FormBar cancelTo={back.to} verb={said.verb ?? `Add ${singular(title)}`} />
        </Page>
      </Form>
    </CreateBase>
  );
}

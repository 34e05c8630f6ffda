import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId, useState } from 'react';
import { Form, type RaRecord } from 'react-admin';
import type { AdminAction, AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../api/access.ts';
import { createBody, isObject } from '../api/request-body.ts';
import { useApiMutation } from '../api/use-api-mutation.ts';
import { FieldInput } from './FieldInput.tsx';
import { runAction } from './run-action.ts';

/** A button for each generated action that the person is allowed to take; its dialog says what will happen. */
export function ActionButtons({
  resource,
  record,
  excludeActions,
}: {
  resource: AdminResource;
  record: RaRecord;
  excludeActions: readonly string[];
}) {
  const { canAccess } = useAccess();
  return resource.actions
    .filter(({ name }) => canAccess(resource, name) && !excludeActions.includes(name))
    .map(action => <ActionButton key={action.name} resource={resource} action={action} record={record} />);
}

function ActionButton({
  resource,
  action,
  record,
}: {
  resource: AdminResource;
  action: AdminAction;
  record: RaRecord;
}) {
  const [open, setOpen] = useState(false);
  const { mutate, busy } = useApiMutation();
  const id = useId();
  const run = async (values: unknown) => {
    const body = createBody(action.fields, isObject(values) ? values : {});
    const done = await mutate({
      intent: [resource.name, action.name, record.id, body],
      run: key => runAction(resource.name, action.name, String(record.id), body, key),
      successMessage: `${action.label}: done`,
    });
    if (done) setOpen(false);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{action.label}</Button>
      <Dialog open={open} onClose={() => setOpen(false)} maxWidth="xs" fullWidth aria-labelledby={id}>
        <Form onSubmit={run} record={{}} noValidate>
          <DialogTitle id={id}>{action.label}</DialogTitle>
          <DialogContent>
            {action.summary && <p className="soft">{action.summary}.</p>}
            <div style={{ display: 'grid', gap: 16, marginTop: action.fields.length > 0 ? 16 : 0 }}>
              {action.fields.map(field => (
                <FieldInput key={field.name} field={field} />
              ))}
            </div>
          </DialogContent>
          <DialogActions>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" variant="contained" disabled={busy}>
              {busy ? 'One moment…' : action.label}
            </Button>
          </DialogActions>
        </Form>
      </Dialog>
    </>
  );
}

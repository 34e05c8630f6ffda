import { Button } from '@mui/material';
import { useState } from 'react';
import type { RaRecord } from 'react-admin';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../../generated/admin/resources.ts';
import type { StaffChange } from '../../../generated/identity/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useSessionState } from '../../kit/api/session.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { DateText } from '../../kit/components/DateText.tsx';
import { Facts, Section } from '../../kit/components/Section.tsx';
import { humanize } from '../../kit/components/status-tones.ts';
import { ResourceShow } from '../../kit/resource/ResourceShow.tsx';
import { History } from '../audit/History.tsx';
import { Invitation } from './Invitation.tsx';
import { ResetSecondFactor } from './ResetSecondFactor.tsx';
import { roleDescriptions } from './role-descriptions.ts';
import { SignOutEverywhere } from './SignOutEverywhere.tsx';

/** One member of staff. */
export default function StaffPage() {
  return (
    <ResourceShow
      resource={resources.staff}
      excludeActions={['invitation']}
      actions={record => (record.status === 'invited' ? <Invitation record={record} /> : <Access record={record} />)}
    >
      {record => (
        <>
          <Section title="Details">
            <Facts
              items={[
                { label: 'E-mail', value: String(record.email) },
                { label: 'Access', value: <AccessText record={record} /> },
                { label: 'Second factor', value: record.secondFactor === true ? 'On' : 'None' },
                { label: 'Since', value: <DateText value={String(record.createdAt)} /> },
                { label: 'Roles', value: <Roles roles={record.roles} /> },
              ]}
            />
          </Section>
          <History resource="staff" resourceId={String(record.id)} />
        </>
      )}
    </ResourceShow>
  );
}

/** Whether somebody may sign in. */
function AccessText({ record: { status, invitedUntil } }: { record: RaRecord }) {
  if (status === 'active') return 'May sign in';
  if (status === 'deactivated') return 'Deactivated; cannot sign in';
  if (typeof invitedUntil !== 'string' || Date.parse(invitedUntil) < Date.now())
    return 'Invited; the link in the mail works no more. Send it again.';
  return (
    <>
      Invited; the link in the mail works until <DateText value={invitedUntil} />
    </>
  );
}

function Roles({ roles }: { roles: readonly string[] }) {
  return (
    <ul>
      {roles.map(role => (
        <li key={role}>
          {humanize(role)} <span className="soft">· {roleDescriptions[role]}</span>
        </li>
      ))}
    </ul>
  );
}

/** Deactivates or reactivates an account. */
function Access({ record }: { record: RaRecord }) {
  const [open, setOpen] = useState(false);
  const { session } = useSessionState();
  const { mutate } = useApiMutation();
  const id = String(record.id);
  const name = String(record.name);
  const isActive = record.active === true;
  if (session?.userId === id) return null;
  const change = async (active: boolean) => {
    const save = (body: StaffChange) => bodyOf(api.identity.changeStaff({ path: { staffId: id }, body }));
    const done = await mutate({
      intent: ['staff', id, active],
      run: () => save({ active }),
      successMessage: active ? `${name} may sign in again.` : `${name} was deactivated.`,
      undo: ({ version }) => ({ run: () => save({ active: !active, version }) }),
    });
    if (done) setOpen(false);
  };
  if (!isActive) return <Button onClick={() => change(true)}>Reactivate</Button>;
  return (
    <>
      {record.secondFactor === true && <ResetSecondFactor staffId={id} name={name} />}
      <SignOutEverywhere staffId={id} name={name} />
      <Button color="error" onClick={() => setOpen(true)}>
        Deactivate
      </Button>
      <ConfirmDialog
        open={open}
        title={`Deactivate ${name}?`}
        confirmLabel="Deactivate"
        cancelLabel="Keep access"
        danger
        onConfirm={() => change(false)}
        onClose={() => setOpen(false)}
      >
        <p className="soft">
          {name} is signed out everywhere at once and cannot sign in any more. What they did stays in the log. You can
          reactivate the account later.
        </p>
      </ConfirmDialog>
    </>
  );
}

import { Alert } from '@mui/material';
import { resources } from '../../../generated/admin/resources.ts';
import { FieldInput } from '../../kit/resource/FieldInput.tsx';
import { ResourceCreate } from '../../kit/resource/ResourceCreate.tsx';
import { RolesInput } from './RolesInput.tsx';

const { staff } = resources;

/** Invites somebody by mail. */
export default function StaffCreate() {
  const plain = staff.create.fields.filter(({ name }) => name !== 'password' && name !== 'roles');
  return (
    <ResourceCreate
      resource={staff}
      title="Invite a member of staff"
      verb="Send invitation"
      intro={
        <Alert severity="info">
          They get a mail with a link that works once, for 72 hours, and choose their password themselves.
        </Alert>
      }
    >
      {plain.map((field, index) => (
        <FieldInput key={field.name} field={field} autoFocus={index === 0} />
      ))}
      <RolesInput />
    </ResourceCreate>
  );
}

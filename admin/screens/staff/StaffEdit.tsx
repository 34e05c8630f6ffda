import { Alert } from '@mui/material';
import { resources } from '../../../generated/admin/resources.ts';
import { FieldInput } from '../../kit/resource/FieldInput.tsx';
import { ResourceEdit } from '../../kit/resource/ResourceEdit.tsx';
import { RolesInput } from './RolesInput.tsx';

const { staff } = resources;

/** Name and roles; deactivation is on the person's page, which says what it means. */
export default function StaffEdit() {
  const name = staff.update.fields.find(field => field.name === 'name');
  return (
    <ResourceEdit
      resource={staff}
      intro={
        <Alert severity="info">
          Changed roles count at once: whoever it is about is signed out and signs in again.
        </Alert>
      }
    >
      {name && <FieldInput field={name} />}
      <RolesInput />
    </ResourceEdit>
  );
}

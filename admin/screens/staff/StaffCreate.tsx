import { PasswordInput } from 'react-admin';
import { resources } from '../../../generated/admin/resources.ts';
import { FieldInput } from '../../kit/resource/FieldInput.tsx';
import { ResourceCreate } from '../../kit/resource/ResourceCreate.tsx';
import { validatorsOf } from '../../kit/resource/validators.ts';
import { RolesInput } from './RolesInput.tsx';

const { staff } = resources;

/** Adds a staff account with an initial password. */
export default function StaffCreate() {
  const plain = staff.create.fields.filter(({ name }) => name !== 'password' && name !== 'roles');
  const password = staff.create.fields.find(({ name }) => name === 'password');
  return (
    <ResourceCreate resource={staff} title="New member of staff" verb="Add to staff">
      {plain.map((field, index) => (
        <FieldInput key={field.name} field={field} autoFocus={index === 0} />
      ))}
      <PasswordInput
        source="password"
        label="First password"
        autoComplete="new-password"
        validate={password ? validatorsOf(password) : []}
        helperText="At least 10 characters. Hand it over yourself; nobody is sent an e-mail."
      />
      <RolesInput />
    </ResourceCreate>
  );
}

import './staff.css';
import { Checkbox, FormControlLabel, FormHelperText } from '@mui/material';
import { useInput } from 'react-admin';
import { resources } from '../../../generated/admin/resources.ts';
import { humanize } from '../../kit/components/status-tones.ts';
import { fieldErrorOf } from '../../kit/resource/field-error.tsx';
import { validatorsOf } from '../../kit/resource/validators.ts';
import { roleDescriptions } from './role-descriptions.ts';

const field = resources.staff.create.fields.find(({ name }) => name === 'roles');

/** Roles with their descriptions. */
export function RolesInput() {
  const { field: input, fieldState } = useInput({ source: 'roles', validate: field ? validatorsOf(field) : [] });
  const chosen: unknown[] = Array.isArray(input.value) ? input.value : [];
  const roles = resources.staff.fields.flatMap(candidate => (candidate.name === 'roles' ? candidate.choices : []));
  const toggle = (role: string) =>
    input.onChange(chosen.includes(role) ? chosen.filter(item => item !== role) : [...chosen, role]);
  const error = fieldErrorOf(fieldState);
  return (
    <fieldset className="roles">
      <legend>Roles</legend>
      {roles.map(role => (
        <FormControlLabel
          key={role}
          control={<Checkbox checked={chosen.includes(role)} onChange={() => toggle(role)} onBlur={input.onBlur} />}
          label={
            <>
              <span className="roles-name">{humanize(role)}</span>{' '}
              <span className="soft">{roleDescriptions[role]}</span>
            </>
          }
        />
      ))}
      {error && (
        <FormHelperText error role="alert">
          {error}
        </FormHelperText>
      )}
    </fieldset>
  );
}

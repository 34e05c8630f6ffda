import { Button, MenuItem, TextField } from '@mui/material';
import { useId, useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { auditedResources } from './entry.ts';
import { spans } from './filters.ts';

export interface AuditFiltersProps {
  parameters: URLSearchParams;
  onChange(changes: Readonly<Record<string, string>>): void;
}

/** What, who and when. */
export function AuditFilters({ parameters, onChange }: AuditFiltersProps) {
  const value = (name: string) => parameters.get(name) ?? '';
  const isFiltered = ['resource', 'actor', 'time'].some(name => value(name) !== '');
  return (
    <search className="audit-filters" aria-label="Filter the log">
      <TextField
        select
        label="What"
        value={auditedResources.some(({ name }) => name === value('resource')) ? value('resource') : ''}
        onChange={event => onChange({ resource: event.target.value, resourceId: '' })}
        slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      >
        <MenuItem value="">Everything</MenuItem>
        {auditedResources.map(({ name, title }) => (
          <MenuItem key={name} value={name}>
            {title}
          </MenuItem>
        ))}
      </TextField>
      <PersonFilter key={value('actor')} actor={value('actor')} onChange={actor => onChange({ actor })} />
      <TextField
        select
        label="When"
        value={spans.some(span => span.value === value('time')) ? value('time') : ''}
        onChange={event => onChange({ time: event.target.value })}
        slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      >
        {spans.map(span => (
          <MenuItem key={span.value} value={span.value}>
            {span.label}
          </MenuItem>
        ))}
      </TextField>
      {value('time') === 'days' &&
        (['from', 'to'] as const).map(name => (
          <TextField
            key={name}
            type="date"
            label={name === 'from' ? 'From' : 'Up to and with'}
            value={value(name)}
            onChange={event => onChange({ [name]: event.target.value })}
            slotProps={{ inputLabel: { shrink: true } }}
          />
        ))}
      {isFiltered && (
        <Button
          variant="text"
          onClick={() => onChange({ resource: '', resourceId: '', actor: '', time: '', from: '', to: '' })}
        >
          Clear
        </Button>
      )}
    </search>
  );
}

/** A person's e-mail address, with suggestions for those who are allowed to list the staff. */
function PersonFilter({ actor, onChange }: { actor: string; onChange(actor: string): void }) {
  const [text, setText] = useState(actor);
  const list = useId();
  const { can } = useAccess();
  const staff = useApiQuery(
    ['audit-staff'],
    signal => bodyOf(api.identity.listStaff({ query: { limit: 100 } }, { signal })),
    {
      enabled: can('listStaff'),
      staleTime: 300_000,
    },
  );
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        onChange(text.trim());
      }}
    >
      <TextField
        label="Who"
        placeholder="Anybody"
        value={text}
        onChange={event => setText(event.target.value)}
        onBlur={() => text.trim() !== actor && onChange(text.trim())}
        slotProps={{
          inputLabel: { shrink: true },
          htmlInput: { list, type: 'search', autoComplete: 'off', maxLength: 254 },
        }}
      />
      <datalist id={list}>
        {staff.data?.items.map(({ email }) => (
          <option key={email} value={email} />
        ))}
      </datalist>
    </form>
  );
}

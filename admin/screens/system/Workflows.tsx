import { MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import { workflows } from '../../../generated/admin/workflows.ts';

/** The workflows of the contracts, one at a time, each step with a link to the contract that says it. */
export function Workflows() {
  const [chosen, choose] = useState(workflows.find(({ id }) => id === 'paidOrder')?.id ?? workflows[0]?.id);
  const workflow = workflows.find(({ id }) => id === chosen);
  return (
    <div className="workflow">
      <TextField
        select
        fullWidth
        size="small"
        label="Workflow"
        value={chosen ?? ''}
        onChange={({ target }) => choose(target.value)}
      >
        {workflows.map(({ id, title }) => (
          <MenuItem key={id} value={id}>
            {title}
          </MenuItem>
        ))}
      </TextField>
      <ol className="steps">
        {workflow?.steps.map(({ id, kind, service, name, action }) => (
          <li key={`${id} ${name}`}>
            <Link to={`/contracts/${kind === 'event' ? 'asyncapi' : 'openapi'}~${service}/show#${name}`}>{action}</Link>
            <p className="soft">{kind === 'event' ? `published by ${service}` : `a request to ${service}`}</p>
          </li>
        ))}
      </ol>
    </div>
  );
}

import { Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from '@mui/material';
import { type FormEvent, useId, useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Location } from '../../../generated/inventory/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { locationIdOf, locationIdProblem } from './location-id.ts';

export interface LocationDialogProps {
  /** The place to rename; a new one where there is none. */
  location: Location | undefined;
  /** The places that are there already. */
  taken: readonly Location[];
  onClose(): void;
}

/** Adds or renames a location. Its id is permanent: labels and imports use it. */
export function LocationDialog({ location, taken, onClose }: LocationDialogProps) {
  const [name, setName] = useState(location?.name ?? '');
  const [typedId, setTypedId] = useState<string>();
  const { mutate, busy } = useApiMutation();
  const titleId = useId();
  const plain = name.trim();
  const id = typedId ?? locationIdOf(plain);
  const wrong = location || id === '' ? undefined : locationIdProblem(id, taken);
  const isReady =
    plain !== '' && plain !== location?.name && (location !== undefined || (id !== '' && wrong === undefined));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const done = location
      ? await mutate({
          intent: ['rename-location', location, plain],
          run: () => rename(location.id, plain),
          successMessage: `It is called ${plain} now.`,
          undo: () => ({
            run: () => rename(location.id, location.name),
            successMessage: `It is called ${location.name} again.`,
          }),
        })
      : await mutate({
          intent: ['add-location', id, plain],
          run: () => bodyOf(api.inventory.addLocation({ body: { id, name: plain } })),
          successMessage: `${plain} was added.`,
        });
    if (done) onClose();
  };
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="xs" fullWidth aria-labelledby={titleId}>
      <form onSubmit={save}>
        <DialogTitle id={titleId}>{location ? `Rename ${location.name}` : 'Add a location'}</DialogTitle>
        <DialogContent>
          <div className="settings-form">
            <TextField
              label="Name"
              value={name}
              onChange={event => setName(event.target.value)}
              required
              autoFocus
              slotProps={{ htmlInput: { maxLength: 100, autoComplete: 'off' } }}
            />
            {!location && (
              <TextField
                label="Short name"
                value={id}
                onChange={event => setTypedId(event.target.value)}
                required
                error={wrong !== undefined}
                helperText={wrong ?? 'For labels and imports. It stays as it is.'}
                slotProps={{ htmlInput: { maxLength: 60, autoComplete: 'off', className: 'mono' } }}
              />
            )}
          </div>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" variant="contained" disabled={busy || !isReady}>
            {busy ? 'One moment…' : location ? 'Rename' : 'Add'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function rename(locationId: string, name: string): Promise<Location> {
  return bodyOf(api.inventory.renameLocation({ path: { locationId }, body: { name } }));
}

import Add from '@mui/icons-material/Add';
import Close from '@mui/icons-material/Close';
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, IconButton, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useListContext } from 'react-admin';
import { useSessionState } from '../api/session.ts';
import type { SavedView } from './saved-view.ts';
import { useSavedViews } from './use-saved-views.ts';

/** Named sets of filters: those for everybody, and those that the person saved in this browser. */
export function Views({ resource, views }: { resource: string; views: readonly SavedView[] }) {
  const { filterValues, setFilters } = useListContext();
  const [naming, setNaming] = useState(false);
  const { session } = useSessionState();
  const { saved, save, forget } = useSavedViews(session?.userId ?? '', resource);
  const current = JSON.stringify(sorted(filterValues));
  const isNew =
    Object.keys(filterValues).length > 0 &&
    ![...views, ...saved].some(({ filter }) => JSON.stringify(sorted(filter)) === current);
  if (views.length === 0 && saved.length === 0 && !isNew) return null;
  const button = ({ label, filter }: SavedView) => (
    <button
      key={label}
      type="button"
      className="view"
      aria-pressed={JSON.stringify(sorted(filter)) === current}
      onClick={() => setFilters({ ...filter }, [])}
    >
      {label}
    </button>
  );
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const label = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    if (label !== '') save({ label, filter: filterValues });
    setNaming(false);
  };
  return (
    <fieldset className="views" style={{ border: 0, margin: 0 }}>
      <legend className="unseen">Views</legend>
      {button({ label: 'All', filter: {} })}
      {views.map(button)}
      {saved.map(view => (
        <span key={view.label} style={{ display: 'inline-flex', alignItems: 'center' }}>
          {button(view)}
          <IconButton aria-label={`Forget the view ${view.label}`} onClick={() => forget(view.label)}>
            <Close sx={{ fontSize: '14px !important' }} />
          </IconButton>
        </span>
      ))}
      {isNew && (
        <Button variant="text" startIcon={<Add />} onClick={() => setNaming(true)}>
          Save view
        </Button>
      )}
      <Dialog open={naming} onClose={() => setNaming(false)} maxWidth="xs" fullWidth aria-labelledby="save-view">
        <form onSubmit={keep}>
          <DialogTitle id="save-view">Save this view</DialogTitle>
          <DialogContent>
            <TextField name="name" label="Name" autoFocus required slotProps={{ htmlInput: { maxLength: 40 } }} />
          </DialogContent>
          <DialogActions>
            <Button onClick={() => setNaming(false)}>Cancel</Button>
            <Button type="submit" variant="contained">
              Save
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </fieldset>
  );
}

function sorted(filter: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(filter).sort(([left], [right]) => (left < right ? -1 : 1));
}

import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useEditContext } from 'react-admin';
import type { ApiError } from '../provider/problems.ts';

/** Says that what is being edited has changed meanwhile, and offers what is there now. */
export function ConflictDialog({ conflict, onClose }: { conflict: ApiError | undefined; onClose(): void }) {
  const { refetch } = useEditContext();
  return (
    <Dialog open={conflict !== undefined} onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="conflict">
      <DialogTitle id="conflict">This was not saved</DialogTitle>
      <DialogContent>
        <p className="soft">{conflict?.problem?.detail ?? 'Somebody else changed it while you were editing.'}</p>
        <p className="soft">Load what is there now, then make your change again; or keep your text open to copy from it.</p>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Keep my text open</Button>
        <Button
          variant="contained"
          onClick={async () => {
            await refetch();
            onClose();
          }}
        >
          Load what is there
        </Button>
      </DialogActions>
    </Dialog>
  );
}

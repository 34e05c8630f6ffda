import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { type ReactNode, useId, useState } from 'react';

export interface ConfirmDialogProps {
  open: boolean;
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** The verb of the button: `Cancel the order`, never `OK`. */
  confirmLabel: string;
  /** Label of the cancel button. */
  cancelLabel?: string;
  danger?: boolean;
  disabled?: boolean;
  onConfirm(): Promise<unknown> | unknown;
  onClose(): void;
}

/** Asks for confirmation. It stays open while the action runs, and when it failed. */
export function ConfirmDialog({
  open,
  title,
  children,
  confirmLabel,
  cancelLabel = 'Cancel',
  danger,
  disabled,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const id = useId();
  const run = async () => {
    setBusy(true);
    try {
      await onConfirm();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={open} onClose={busy ? undefined : onClose} maxWidth="xs" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>{children}</DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={busy}>
          {cancelLabel}
        </Button>
        <Button
          variant="contained"
          color={danger ? 'error' : 'primary'}
          onClick={run}
          disabled={busy || disabled === true}
        >
          {busy ? 'One moment…' : confirmLabel}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

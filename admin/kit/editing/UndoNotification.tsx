import { Alert, Button } from '@mui/material';
import { useEffect } from 'react';
import { useCloseNotification } from 'react-admin';
import { isInField } from '../shell/keyboard-focus.ts';

export interface UndoNotificationProps {
  text: string;
  tone: 'success' | 'warning';
  onUndo(): Promise<void>;
}

/** What was saved, with an undo button; `Ctrl Z` does the same outside of fields. */
export function UndoNotification({ text, tone, onUndo }: UndoNotificationProps) {
  const close = useCloseNotification();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'z' || event.shiftKey || !(event.ctrlKey || event.metaKey) || isInField(event)) return;
      event.preventDefault();
      close();
      void onUndo();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [close, onUndo]);
  const undo = (
    <Button
      variant="text"
      color="inherit"
      aria-keyshortcuts="Control+Z"
      onClick={() => {
        close();
        void onUndo();
      }}
    >
      Undo
    </Button>
  );
  return (
    <Alert severity={tone} action={undo}>
      {text}
    </Alert>
  );
}

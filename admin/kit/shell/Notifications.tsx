import './notifications.css';
import { Alert, Snackbar } from '@mui/material';
import { useEffect, useState } from 'react';
import { CloseNotificationContext, type NotificationPayload, useNotificationContext, useTranslate } from 'react-admin';

const shownMs = 5_000;

/** Notifications. A new one replaces the one before: its `Undo` is the one that counts. */
export function Notifications() {
  const { notifications, takeNotification } = useNotificationContext();
  const [shown, setShown] = useState<{ number: number; notice: NotificationPayload }>();
  const [open, setOpen] = useState(false);
  const translate = useTranslate();
  useEffect(() => {
    const notice = notifications.length > 0 ? takeNotification() : undefined;
    if (!notice) return;
    setShown(before => ({ number: (before?.number ?? 0) + 1, notice }));
    setOpen(true);
  }, [notifications, takeNotification]);
  if (!shown) return null;
  const { message, type, notificationOptions } = shown.notice;
  // react-admin's own messages are translation keys; the console's are plain text.
  const text =
    typeof message === 'string' ? translate(message, { _: message, ...notificationOptions?.messageArgs }) : undefined;
  return (
    <CloseNotificationContext.Provider value={() => setOpen(false)}>
      <Snackbar
        key={shown.number}
        className="notice"
        open={open}
        autoHideDuration={notificationOptions?.autoHideDuration ?? shownMs}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
        onClose={(_event, reason) => {
          if (reason !== 'clickaway') setOpen(false);
        }}
      >
        <div>{text === undefined ? message : <Alert severity={type}>{text}</Alert>}</div>
      </Snackbar>
    </CloseNotificationContext.Provider>
  );
}

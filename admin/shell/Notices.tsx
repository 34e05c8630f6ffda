import { Notification } from 'react-admin';

/** What was done, with a way back where there is one. */
export function Notices() {
  return <Notification autoHideDuration={5000} multiLine anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }} />;
}

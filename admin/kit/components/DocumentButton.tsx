import OpenInNew from '@mui/icons-material/OpenInNew';
import { Button } from '@mui/material';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { useNotify } from 'react-admin';
import { openDocument } from '../api/open-document.ts';

/** A link to a document of the API in a new tab; where there is none, a notification says why. */
export function DocumentButton({ path, children }: { path: string; children: ReactNode }) {
  const [busy, setBusy] = useState(false);
  const notify = useNotify();
  const open = async (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const refusal = await openDocument(path);
    setBusy(false);
    if (refusal !== undefined) notify(refusal, { type: 'error' });
  };
  return (
    <Button startIcon={<OpenInNew />} href={path} target="_blank" rel="noopener" aria-busy={busy} onClick={open}>
      {children}
    </Button>
  );
}

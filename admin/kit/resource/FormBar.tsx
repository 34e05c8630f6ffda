import './form-bar.css';
import { Button } from '@mui/material';
import { useEffect, useRef } from 'react';
import { useSaveContext, useWarnWhenUnsavedChanges } from 'react-admin';
import { useFormState } from 'react-hook-form';
import { useNavigate } from 'react-router';

/** Save and cancel buttons. `Ctrl-S` saves; leaving with unsaved changes asks first. */
export function FormBar({ cancelTo, verb = 'Save' }: { cancelTo: string; verb?: string }) {
  const { saving } = useSaveContext();
  const { isDirty, isSubmitting } = useFormState();
  const navigate = useNavigate();
  const bar = useRef<HTMLDivElement>(null);
  useWarnWhenUnsavedChanges(true);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      // a field may take its text when it is left
      const field = document.activeElement;
      if (field instanceof HTMLElement) {
        field.blur();
        field.focus();
      }
      bar.current?.closest('form')?.requestSubmit();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  const busy = saving === true || isSubmitting;
  return (
    <div className="form-bar" ref={bar}>
      <Button onClick={() => navigate(cancelTo)}>Cancel</Button>
      <Button type="submit" variant="contained" disabled={busy || !isDirty}>
        {busy ? 'Saving…' : verb}
      </Button>
    </div>
  );
}

import { Button, Dialog, DialogActions, DialogContent, DialogTitle, MenuItem, TextField } from '@mui/material';
import { type FormEvent, useId, useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Adjustment, Level } from '../../../generated/inventory/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { deltaOf, deltaProblem, parseUnits, type Reason, reasons, reverseOf } from './adjustment.ts';
import { LevelPreview } from './LevelPreview.tsx';
import { VariantName } from './VariantName.tsx';

export interface AdjustDialogProps {
  level: Level;
  place: string;
  onClose(): void;
}

const questions = { add: 'How many came in', take: 'How many are gone', count: 'How many there are now' } as const;

/** Adjusts stock at one location, with a reason and a preview of the level. */
export function AdjustDialog({ level, place, onClose }: AdjustDialogProps) {
  const [reason, setReason] = useState<Reason>('counted');
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const { mutate, busy } = useApiMutation();
  const id = useId();
  const { sku, location, onHand } = level;
  const how = reasons.find(candidate => candidate.reason === reason)?.how ?? 'count';
  const typed = parseUnits(text);
  const delta = typed === undefined ? undefined : deltaOf(reason, typed, onHand);
  const wrong = text === '' ? undefined : delta === undefined ? 'A whole number' : deltaProblem(delta, level);
  const adjust = async (event: FormEvent) => {
    event.preventDefault();
    // the dialog may stand in another form, which is not submitted with it
    event.stopPropagation();
    if (delta === undefined || wrong !== undefined) return;
    const body = { sku, location, delta, reason, ...(note.trim() === '' ? {} : { note: note.trim() }) };
    const run = (key: string) => bodyOf(api.inventory.adjustStock({ headers: { 'idempotency-key': key }, body }));
    const successMessage = (after: Level) => `${sku} at ${place}: ${after.onHand} on hand`;
    const undo = () => undoAdjustment(body, place);
    if (await mutate({ intent: ['adjust', body], run, successMessage, undo })) onClose();
  };
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="xs" fullWidth aria-labelledby={id}>
      <form onSubmit={adjust}>
        <DialogTitle id={id}>
          Adjust {sku} at {place}
        </DialogTitle>
        <DialogContent>
          <div className="stock-form">
            <VariantName sku={sku} />
            <TextField select label="Reason" value={reason} onChange={event => setReason(reasonOf(event.target.value))}>
              {reasons.map(({ reason: value, label }) => (
                <MenuItem key={value} value={value}>
                  {label}
                </MenuItem>
              ))}
            </TextField>
            <TextField
              label={questions[how]}
              value={text}
              onChange={event => setText(event.target.value)}
              error={wrong !== undefined}
              helperText={wrong}
              required
              autoFocus
              slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
            />
            <TextField
              label="Note"
              value={note}
              onChange={event => setNote(event.target.value)}
              multiline
              slotProps={{ htmlInput: { maxLength: 500 } }}
            />
            <LevelPreview level={level} delta={wrong === undefined ? (delta ?? 0) : 0} />
          </div>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" variant="contained" disabled={busy || delta === undefined || wrong !== undefined}>
            {busy ? 'One moment…' : 'Adjust'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Units reserved since then may prevent the undo: inventory refuses it, and nothing changes. */
function undoAdjustment(adjustment: Adjustment, place: string) {
  const body = reverseOf(adjustment);
  return {
    async run(key: string) {
      const { sku, onHand } = await bodyOf(api.inventory.adjustStock({ headers: { 'idempotency-key': key }, body }));
      return `Taken back: ${sku} at ${place}, ${onHand} on hand`;
    },
  };
}

function reasonOf(value: string): Reason {
  return reasons.find(candidate => candidate.reason === value)?.reason ?? 'correction';
}

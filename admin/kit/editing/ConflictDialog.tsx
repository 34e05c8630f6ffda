import './conflict.css';
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId, useState } from 'react';
import type { AuditEntry } from '../../../generated/audit/types.ts';
import { useSessionState } from '../api/session.ts';
import { actorName } from '../components/actor-name.ts';
import { DateText } from '../components/DateText.tsx';
import { differencesOf, type Side, type Versions } from './conflicts.ts';
import { FieldText } from './FieldText.tsx';
import { useLastChange } from './use-last-change.ts';

export interface Conflict {
  /** As the log names it: `products` and its id. */
  resource: string;
  resourceId: string;
  /** When the other person saved it, where that is known. */
  savedAt: string | undefined;
  versions: Versions;
  /** Display name of a field. */
  labelOf(name: string): string;
}

/** The decision: continue editing, take the other version, or save with the chosen side of each field. */
export type Decision = 'edit' | 'theirs' | Readonly<Record<string, Side>>;

/**
 * The dialog of a version conflict: who saved it, when, which fields differ, and which side to keep of each. Nothing
 * is overwritten unasked.
 */
export function ConflictDialog({ conflict, onDecide }: { conflict: Conflict; onDecide(decision: Decision): void }) {
  const { versions, labelOf, resource, resourceId, savedAt } = conflict;
  const { both, theirs, mine } = differencesOf(versions);
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>(() =>
    Object.fromEntries(both.map(name => [name, 'mine'])),
  );
  const change = useLastChange(resource, resourceId, savedAt);
  const id = useId();
  const isMineLeft = mine.length > 0 || both.some(name => chosen[name] === 'mine');
  const all = (side: Side) => setChosen(Object.fromEntries(both.map(name => [name, side])));
  return (
    <Dialog open onClose={() => onDecide('edit')} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>This was changed meanwhile</DialogTitle>
      <DialogContent>
        <div className="conflict">
          <p className="soft">
            <Who change={change} savedAt={savedAt} /> Nothing of yours was saved yet.
          </p>
          {both.map(name => (
            <fieldset key={name} className="conflict-part">
              <legend>{labelOf(name)}</legend>
              {(['mine', 'theirs'] as const).map(side => (
                <label key={side}>
                  <input
                    type="radio"
                    name={`${id}${name}`}
                    checked={chosen[name] === side}
                    onChange={() => setChosen({ ...chosen, [name]: side })}
                  />
                  <span className="faint">{side === 'mine' ? 'Mine' : 'Theirs'}</span>{' '}
                  <FieldText value={versions[side][name]} />
                </label>
              ))}
            </fieldset>
          ))}
          {both.length > 1 && (
            <p>
              <Button variant="text" onClick={() => all('mine')}>
                Keep all mine
              </Button>
              <Button variant="text" onClick={() => all('theirs')}>
                Take all theirs
              </Button>
            </p>
          )}
          {theirs.length > 0 && <p className="soft">Stays as they saved it: {theirs.map(labelOf).join(', ')}.</p>}
          {mine.length > 0 && <p className="soft">Saved as you have it: {mine.map(labelOf).join(', ')}.</p>}
        </div>
      </DialogContent>
      <DialogActions>
        <Button onClick={() => onDecide('edit')}>Go on editing</Button>
        {isMineLeft && <Button onClick={() => onDecide('theirs')}>Drop mine</Button>}
        <Button variant="contained" onClick={() => onDecide(isMineLeft ? chosen : 'theirs')}>
          {isMineLeft ? 'Save' : 'Take theirs'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Who saved it, once the audit log has the entry. */
function Who({ change, savedAt }: { change: AuditEntry | undefined; savedAt: string | undefined }) {
  const { session } = useSessionState();
  const at = change?.at ?? savedAt;
  const when = at === undefined ? 'while you were editing' : <DateText value={at} />;
  const isMe = change !== undefined && change.actor.id === session?.userId;
  const who = isMe ? 'You' : change ? actorName(change) : 'Somebody else';
  return (
    <>
      <strong>{who}</strong> saved it {isMe && 'in another window '}
      {when}.
    </>
  );
}

import { Button } from '@mui/material';
import { useState } from 'react';
import { actorName } from '../../kit/components/actor-name.ts';
import { EntryRow } from './EntryRow.tsx';
import { type EntryGroup, groupText } from './entry.ts';

export interface EntryGroupRowProps {
  group: EntryGroup;
  /** Whether further entries of it are not read yet. */
  more: boolean;
  /** Filters by this person. */
  onActor(actor: string): void;
}

const named = 3;

/** One act on many records, in one row that opens. */
export function EntryGroupRow({ group: { entries }, more, onActor }: EntryGroupRowProps) {
  const [open, setOpen] = useState(false);
  const [first] = entries;
  if (!first) return null;
  if (entries.length === 1) return <EntryRow entry={first} onActor={onActor} />;
  const clock = new Date(first.at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  const labels = entries.slice(0, named).flatMap(({ label }) => label ?? []);
  return (
    <>
      <li className="entry">
        <time className="entry-time faint numeric" dateTime={first.at} title={new Date(first.at).toLocaleString()}>
          {clock}
        </time>
        <div className="entry-body">
          <p>
            <strong>{actorName(first)}</strong> <span className="soft">{groupText(first, entries.length, more)}</span>
          </p>
          {labels.length > 0 && (
            <p className="soft">
              {labels.join(', ')}
              {entries.length > labels.length && ' …'}
            </p>
          )}
          <Button size="small" variant="text" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Show as one' : `Show all ${entries.length.toLocaleString()}`}
          </Button>
        </div>
      </li>
      {open && entries.map(entry => <EntryRow key={entry.id} entry={entry} onActor={onActor} />)}
    </>
  );
}

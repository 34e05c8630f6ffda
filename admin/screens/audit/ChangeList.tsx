import './audit.css';
import { Button } from '@mui/material';
import { Fragment, type ReactNode, useState } from 'react';
import { DateText } from '../../kit/components/DateText.tsx';
import { plainText } from '../../kit/components/field-text.ts';
import { MoneyText } from '../../kit/components/MoneyText.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { type DisplayedChange, displayedChanges, type FieldChange } from './changes.ts';
import { wordDiff } from './word-diff.ts';

/** How many changes are shown before `Show more`. */
const few = 4;

/** What changed, field by field: before → after. */
export function ChangeList({ changes }: { changes: readonly FieldChange[] }) {
  const [all, setAll] = useState(false);
  const shown = displayedChanges(changes);
  if (shown.length === 0) return null;
  const visible = all ? shown : shown.slice(0, few);
  return (
    <>
      <dl className="changes">
        {visible.map(change => (
          <div key={change.field}>
            <dt title={change.field}>{change.label}</dt>
            <dd>
              <ChangedValue change={change} />
            </dd>
          </div>
        ))}
      </dl>
      {shown.length > few && (
        <Button size="small" variant="text" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${shown.length - few} more`}
        </Button>
      )}
    </>
  );
}

function ChangedValue({ change }: { change: DisplayedChange }) {
  switch (change.kind) {
    case 'money':
      return (
        <Pair
          before={change.before && <MoneyText value={change.before} />}
          after={change.after && <MoneyText value={change.after} />}
        />
      );
    case 'amount':
      return <Pair before={minorUnits(change.before)} after={minorUnits(change.after)} />;
    case 'tags':
      return (
        <>
          {change.removed.map(word => (
            <del key={word}>{word}</del>
          ))}
          {change.added.map(word => (
            <ins key={word}>{word}</ins>
          ))}
        </>
      );
    case 'text':
      return <TextDiff before={change.before} after={change.after} />;
    case 'state':
      return <Pair before={stateOf(change.before)} after={stateOf(change.after)} />;
    case 'time':
      return <Pair before={timeOf(change.before)} after={timeOf(change.after)} />;
    default:
      return <Pair before={textOf(change.before)} after={textOf(change.after)} />;
  }
}

/** Before → after; only one of them where the other is empty. */
function Pair({ before, after }: { before: ReactNode; after: ReactNode }) {
  if (before === undefined) return <ins>{after ?? 'nothing'}</ins>;
  if (after === undefined) return <del>{before}</del>;
  return (
    <>
      <del>{before}</del> <span aria-hidden="true">→</span>
      <span className="unseen"> became </span> <ins>{after}</ins>
    </>
  );
}

function TextDiff({ before, after }: { before: string; after: string }) {
  return (
    <span className="text-diff">
      {wordDiff(before, after).map(({ kind, text }, index) => {
        const key = `${index}${kind}`;
        if (kind === 'same') return <Fragment key={key}>{text}</Fragment>;
        return kind === 'added' ? <ins key={key}>{text}</ins> : <del key={key}>{text}</del>;
      })}
    </span>
  );
}

/** An amount without its currency: how many minor units one unit has is not known. */
function minorUnits(amount: number | undefined): string | undefined {
  return amount === undefined ? undefined : `${amount.toLocaleString()} minor units`;
}

const isNothing = (value: unknown) => value === null || value === undefined || value === '';

const textOf = (value: unknown) => (isNothing(value) ? undefined : plainText(value));

const stateOf = (value: unknown) => (isNothing(value) ? undefined : <StatusChip status={String(value)} />);

const timeOf = (value: unknown) => (isNothing(value) ? undefined : <DateText value={String(value)} />);

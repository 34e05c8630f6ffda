import { Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type RaRecord, useGetMany, useListContext, useResourceContext } from 'react-admin';
import { ApiError, toApiError } from '../api/api-error.ts';
import { IdempotencyKeys } from '../api/idempotency-keys.ts';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { useSaved } from '../editing/use-undoable-notify.tsx';

export interface BulkActionProps {
  label: string;
  /** `parcel`; many are `parcels`. */
  one: string;
  /** Whether it can be done to a record; what it cannot be done to is left alone. */
  fits(record: RaRecord): boolean;
  /** Why the others are left alone: `Only what is ready can be shipped.` */
  rule: string;
  run(id: string, idempotencyKey: string): Promise<unknown>;
  /** `sent`, after `3 parcels`. */
  done: string;
  danger?: boolean;
  /** What will happen; it cannot be undone, so it is asked for. */
  children: ReactNode;
}

const keys = new IdempotencyKeys();

/**
 * Does the same to each of the selected records, one after the other, and tells of those that it could not be done to.
 */
export function BulkAction(props: BulkActionProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="outlined"
        size="small"
        {...(props.danger && { color: 'error' as const })}
        onClick={() => setOpen(true)}
      >
        {props.label}
      </Button>
      {open && <BulkDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function BulkDialog({
  label,
  one,
  fits,
  rule,
  run,
  done,
  danger = false,
  children,
  onClose,
}: BulkActionProps & { onClose(): void }) {
  const { selectedIds, onUnselectItems } = useListContext();
  const resource = useResourceContext() ?? '';
  const { data, isPending } = useGetMany(resource, { ids: selectedIds });
  const [reached, setReached] = useState<number>();
  const client = useQueryClient();
  const saved = useSaved();
  const fitting = (data ?? []).filter(record => record !== undefined && fits(record));
  const left = selectedIds.length - fitting.length;
  const many = (count: number) => (count === 1 ? `1 ${one}` : `${count} ${one}s`);

  async function runAll(): Promise<void> {
    const failed: string[] = [];
    for (const [index, { id }] of fitting.entries()) {
      setReached(index + 1);
      try {
        await keys.run([resource, label, id], key => run(String(id), key));
      } catch (error) {
        const told = toApiError(error);
        failed.push(told instanceof ApiError ? told.message : 'Something went wrong.');
      }
    }
    const succeeded = fitting.length - failed.length;
    const texts = [
      succeeded > 0 && `${many(succeeded)} ${done}.`,
      failed.length > 0 && `${many(failed.length)} not: ${failed[0]}`,
    ];
    saved({ text: texts.filter(Boolean).join(' '), tone: failed.length > 0 ? 'warning' : 'success' });
    onUnselectItems();
    await client.invalidateQueries();
    onClose();
  }
  return (
    <ConfirmDialog
      open
      title={fitting.length === 0 ? label : `${label}: ${many(fitting.length)}?`}
      confirm={label}
      keep="Not now"
      danger={danger}
      disabled={fitting.length === 0}
      onConfirm={runAll}
      onClose={onClose}
    >
      {isPending ? (
        <p className="soft">One moment…</p>
      ) : fitting.length === 0 ? (
        <p className="soft">There is nothing to do. {rule}</p>
      ) : (
        <>
          {children}
          {left > 0 && (
            <p className="soft">
              {left === 1 ? 'One of the selected is' : `${left} of the selected are`} left alone. {rule}
            </p>
          )}
        </>
      )}
      {reached !== undefined && (
        <p role="status" className="faint numeric">
          {reached} of {fitting.length}
        </p>
      )}
    </ConfirmDialog>
  );
}

import { Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type RaRecord, useGetMany, useListContext, useResourceContext } from 'react-admin';
import { counted } from '../../../look/counted.ts';
import { ApiError, toMutationError } from '../api/api-error.ts';
import { IdempotencyKeys } from '../api/idempotency-keys.ts';
import { fieldReads } from '../api/usage.ts';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { useUndoableNotify } from '../editing/use-undoable-notify.tsx';

export interface BulkActionProps {
  label: string;
  /** `parcel`; many are `parcels`. */
  itemName: string;
  /** Whether the action applies to a record; other records are skipped. */
  isApplicable(record: RaRecord): boolean;
  /** Why other records are skipped: `Only what is ready can be shipped.` */
  applicability: string;
  run(id: string, idempotencyKey: string): Promise<unknown>;
  /** `sent`, after `3 parcels`. */
  outcome: string;
  danger?: boolean;
  /** What will happen. The action cannot be undone, so the dialog asks for confirmation. */
  children: ReactNode;
}

const keys = new IdempotencyKeys('bulk');

/** Runs an action on each selected record, one after the other, and reports the failures. */
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
  itemName,
  isApplicable,
  applicability,
  run,
  outcome,
  danger = false,
  children,
  onClose,
}: BulkActionProps & { onClose(): void }) {
  const { selectedIds, onUnselectItems } = useListContext();
  const resource = useResourceContext() ?? '';
  const { data, isPending } = useGetMany(resource, { ids: selectedIds });
  const [progress, setProgress] = useState<number>();
  const client = useQueryClient();
  const notify = useUndoableNotify();
  const applicable = fieldReads.watched(data ?? []).filter(record => record !== undefined && isApplicable(record));
  const skipped = selectedIds.length - applicable.length;
  const many = (count: number) => counted(count, itemName);

  async function runAll(): Promise<void> {
    const failed: string[] = [];
    for (const [index, { id }] of applicable.entries()) {
      setProgress(index + 1);
      try {
        await keys.run([resource, label, id], key => run(String(id), key));
      } catch (error) {
        const apiError = toMutationError(error);
        failed.push(apiError instanceof ApiError ? apiError.message : 'Something went wrong.');
      }
    }
    const succeeded = applicable.length - failed.length;
    const texts = [
      succeeded > 0 && `${many(succeeded)} ${outcome}.`,
      failed.length > 0 && `${many(failed.length)} not: ${failed[0]}`,
    ];
    notify({ text: texts.filter(Boolean).join(' '), tone: failed.length > 0 ? 'warning' : 'success' });
    onUnselectItems();
    await client.invalidateQueries();
    onClose();
  }
  return (
    <ConfirmDialog
      open
      title={applicable.length === 0 ? label : `${label}: ${many(applicable.length)}?`}
      confirmLabel={label}
      cancelLabel="Cancel"
      danger={danger}
      disabled={applicable.length === 0}
      onConfirm={runAll}
      onClose={onClose}
    >
      {isPending ? (
        <p className="soft">One moment…</p>
      ) : applicable.length === 0 ? (
        <p className="soft">There is nothing to do. {applicability}</p>
      ) : (
        <>
          {children}
          {skipped > 0 && (
            <p className="soft">
              {skipped === 1 ? 'One of the selected is' : `${skipped} of the selected are`} left alone. {applicability}
            </p>
          )}
        </>
      )}
      {progress !== undefined && (
        <p role="status" className="faint numeric">
          {progress} of {applicable.length}
        </p>
      )}
    </ConfirmDialog>
  );
}

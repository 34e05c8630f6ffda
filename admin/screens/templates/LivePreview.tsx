import { Skeleton } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { ApiError, toApiError } from '../../kit/api/api-error.ts';
import { calls } from '../../kit/api/clients.ts';
import { Section } from '../../kit/components/Section.tsx';
import { useDebounced } from '../../kit/resource/use-debounced.ts';
import { MailPreview } from '../messages/MailPreview.tsx';

/** A live preview of the message; a template error says where it is. */
export function LivePreview({ id }: { id: string }) {
  const { subject, mjml, text, sms }: Record<string, string | undefined> = useWatch();
  const wanted = useDebounced(JSON.stringify({ subject, mjml, text, sms }), 400);
  const { data, error, isFetching } = useQuery({
    queryKey: ['template-preview', id, wanted],
    queryFn: async ({ signal }) => {
      try {
        return await calls.templates.actions.preview(id, JSON.parse(wanted), {
          idempotencyKey: crypto.randomUUID(),
          signal,
        });
      } catch (failure) {
        throw toApiError(failure);
      }
    },
    placeholderData: keepPreviousData,
    enabled: Boolean(subject && mjml && text && sms),
    retry: false,
  });
  return (
    <Section title="Preview" flush actions={isFetching ? <span className="faint">Rendering…</span> : undefined}>
      {error && <Faults error={error} />}
      {data ? <MailPreview preview={data} withSms /> : !error && <Skeleton variant="rectangular" height={620} />}
    </Section>
  );
}

function Faults({ error }: { error: unknown }) {
  const faults = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  return (
    <div className="template-faults" role="alert">
      <strong>{faults.length > 0 ? 'This does not render yet.' : 'There is no preview right now.'}</strong>
      {faults.map(({ path, message }) => (
        <p key={path + message}>
          {path.replace('/body/', '')}: {message}
        </p>
      ))}
      {faults.length === 0 && error instanceof Error && <p>{error.message}</p>}
    </div>
  );
}

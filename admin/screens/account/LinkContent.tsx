import { Button } from '@mui/material';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AccountLink } from '../../../generated/identity/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { QueryContent } from '../../kit/components/QueryContent.tsx';

export interface LinkContentProps {
  purpose: AccountLink['purpose'];
  /** What to do about a link that works no more. */
  advice: string;
  children(link: AccountLink, token: string): ReactNode;
}

/** The content of a page that the link of a mail opens; its token is in the fragment, which no server sees. */
export function LinkContent({ purpose, advice, children }: LinkContentProps) {
  const token = useLocation().hash.slice(1);
  const link = useApiQuery(['account-link', token], async (signal): Promise<AccountLink | 'expired'> => {
    if (token === '') return 'expired';
    const answer = await api.identity.readAccountLink({ body: { token } }, { signal });
    return answer.status === 410 ? 'expired' : bodyOf(Promise.resolve(answer));
  });
  return (
    <QueryContent query={link} height={160}>
      {found =>
        found !== 'expired' && found.purpose === purpose ? children(found, token) : <ExpiredLink advice={advice} />
      }
    </QueryContent>
  );
}

/** Said of a link that was used, replaced or withdrawn, or whose time is over. */
export function ExpiredLink({ advice }: { advice: string }) {
  return (
    <div className="sign-in-form">
      <p role="alert">This link does not work any more: it works once, and for a limited time.</p>
      <p className="soft">{advice}</p>
      <Button component={Link} to="/login" fullWidth>
        Go to the sign-in
      </Button>
    </div>
  );
}

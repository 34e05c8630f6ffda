import './account.css';
import { Button } from '@mui/material';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { StaffSession } from '../../../generated/identity/types.ts';
import { browserName } from '../../../look/browser-name.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';

/** Where the signed-in person is signed in. */
export function OwnSessions() {
  const sessions = useApiQuery(
    ['own-sessions'],
    async signal => (await bodyOf(api.identity.listOwnSessions(undefined, { signal }))).items,
  );
  const { mutate, busy } = useApiMutation();
  const endOthers = () =>
    mutate({
      intent: ['end-other-sessions'],
      run: () => bodyOf(api.identity.endOtherSessions()),
      successMessage: 'You are signed out everywhere else.',
    });
  const hasOthers = sessions.data?.some(({ current }) => !current) ?? false;
  return (
    <Section
      title="Where you are signed in"
      actions={
        hasOthers && (
          <Button onClick={endOthers} disabled={busy}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      <QueryContent query={sessions} height={96}>
        {items => (
          <ul className="account-sessions">
            {items.map(session => (
              <OwnSession key={session.id} session={session} />
            ))}
          </ul>
        )}
      </QueryContent>
    </Section>
  );
}

function OwnSession({ session }: { session: StaffSession }) {
  const { mutate, busy } = useApiMutation();
  const name = browserName(session.userAgent);
  const end = () =>
    mutate({
      intent: ['end-own-session', session.id],
      run: () => bodyOf(api.identity.endOwnSession({ path: { sessionId: session.id } })),
      successMessage: `${name} is signed out.`,
    });
  return (
    <li>
      <div>
        <strong>{name}</strong> {session.current && <StatusChip status="active">This one</StatusChip>}
        <p className="soft">
          Since <DateText value={session.createdAt} /> · seen <DateText value={session.lastSeenAt} />
          {session.addressBlock !== '' && <> · {session.addressBlock}</>}
        </p>
      </div>
      {!session.current && (
        <Button aria-label={`Sign out ${name}`} onClick={end} disabled={busy}>
          Sign out
        </Button>
      )}
    </li>
  );
}

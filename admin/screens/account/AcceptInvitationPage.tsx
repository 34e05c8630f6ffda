import { useNavigate } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AccountLink } from '../../../generated/identity/types.ts';
import { api } from '../../kit/api/clients.ts';
import { queryClient } from '../../kit/api/query-client.ts';
import { setSession } from '../../kit/api/session.ts';
import { SignInCard } from '../../kit/shell/SignInCard.tsx';
import { ChoosePasswordForm } from './ChoosePasswordForm.tsx';
import { LinkContent } from './LinkContent.tsx';

const advice = 'Ask an admin of the shop to send your invitation again.';

/** Whoever was invited chooses a password, and is signed in. */
export default function AcceptInvitationPage() {
  return (
    <SignInCard title="Invitation" heading="Welcome to the console">
      <LinkContent purpose="invitation" advice={advice}>
        {(link, token) => <InvitationForm link={link} token={token} />}
      </LinkContent>
    </SignInCard>
  );
}

function InvitationForm({ link, token }: { link: AccountLink; token: string }) {
  const navigate = useNavigate();
  const accept = async (password: string) => {
    setSession(await bodyOf(api.identity.acceptInvitation({ body: { token, password } })));
    // react-admin remembers that nobody was signed in.
    await queryClient.invalidateQueries({ queryKey: ['auth'] });
    navigate('/', { replace: true });
  };
  return (
    <ChoosePasswordForm link={link} advice={advice} submitLabel="Choose password and sign in" onPassword={accept}>
      <p className="soft">Choose a password, {link.name}. You sign in with it and your e-mail address.</p>
    </ChoosePasswordForm>
  );
}

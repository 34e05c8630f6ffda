import { submitAccountForm } from '../../../../server/account-forms.ts';
import { crossSiteResponse, isSameOrigin } from '../../../../server/forms.ts';

/** Handles every form of the account; redirects to the page that says what came of it. */
export async function POST(request: Request, { params }: { params: Promise<{ form: string }> }): Promise<Response> {
  if (!isSameOrigin(request)) return crossSiteResponse();
  const { form } = await params;
  return (await submitAccountForm(form, request)) ?? new Response('There is no such form.', { status: 404 });
}

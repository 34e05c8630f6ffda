import { crossSiteResponse, isSameOrigin, seeOther } from '../../../../server/forms.ts';
import { endAlerts } from '../../../../shop/stock-alerts.ts';

/** Ends the mails of an address; redirects to the page of the link, which says what came of it. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (!isSameOrigin(request)) return crossSiteResponse();
  const { id } = await params;
  const token = String((await request.formData()).get('token') ?? '');
  const result = await endAlerts(id, token);
  const query = new URLSearchParams(result === 'ended' ? { result } : { result, token });
  return seeOther(`/stock-alerts/${encodeURIComponent(id)}?${query}`);
}

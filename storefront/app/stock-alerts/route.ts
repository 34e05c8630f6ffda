import { crossSiteResponse, isSameOrigin, localPath, seeOther } from '../../server/forms.ts';
import { askForAlert } from '../../shop/stock-alerts.ts';

/** Asks for a mail when a variant can be bought again; redirects to its page, which says what came of it. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return crossSiteResponse();
  const form = await request.formData();
  const from = localPath(form.get('from'), '/');
  const email = String(form.get('email') ?? '').trim();
  const result = await askForAlert(String(form.get('sku') ?? ''), email);
  return seeOther(`${from}${from.includes('?') ? '&' : '?'}alert=${result}#alert`);
}

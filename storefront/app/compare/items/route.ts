import { setCookie } from '../../../server/cookies.ts';
import { crossSiteResponse, isSameOrigin, seeOther } from '../../../server/forms.ts';
import { comparedSlugs, compareUrl, MAX_COMPARED } from '../../../shop/compare.ts';
import { readCookie } from '../../../shop/request-context.ts';

const DAYS = 30;

/**
 * Adds a product to those that are compared, the oldest of too many making room, or takes one away; redirects to their
 * page.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return crossSiteResponse();
  const form = await request.formData();
  const known = comparedSlugs(readCookie('compare')?.split('.'));
  const [add] = comparedSlugs(String(form.get('add') ?? ''));
  const remove = String(form.get('remove') ?? '');
  const kept = known.filter(slug => slug !== add && slug !== remove);
  const slugs = add === undefined ? kept : [...kept.slice(1 - MAX_COMPARED), add];
  return seeOther(compareUrl(slugs), [setCookie('compare', slugs.join('.'), { days: DAYS })]);
}

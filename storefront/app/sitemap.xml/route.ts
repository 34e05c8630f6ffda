import { xmlResponse } from '../../server/xml-response.ts';
import { sitemap } from '../../shop/sitemap.ts';

export const dynamic = 'force-dynamic';
export const GET = async (): Promise<Response> => xmlResponse(await sitemap());

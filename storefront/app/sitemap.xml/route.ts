import { xmlAnswer } from '../../server/xml.ts';
import { sitemap } from '../../shop/sitemap.ts';

export const dynamic = 'force-dynamic';
export const GET = async (): Promise<Response> => xmlAnswer(await sitemap());

import { xmlAnswer } from '../../../server/xml.ts';
import { shelfSitemap } from '../../../shop/sitemap.ts';

export async function GET(_request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  return xmlAnswer(await shelfSitemap((await params).slug));
}

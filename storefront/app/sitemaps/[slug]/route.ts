import { xmlResponse } from '../../../server/xml-response.ts';
import { categorySitemap } from '../../../shop/sitemap.ts';

export async function GET(_request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  return xmlResponse(await categorySitemap((await params).slug));
}

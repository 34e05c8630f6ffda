import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { messages } from '../../../messages/messages.ts';
import { Breadcrumbs } from '../../../parts/breadcrumbs.tsx';
import { Markdown } from '../../../parts/markdown.tsx';
import { isContentPage, readContent } from '../../../shop/content.ts';

interface Props {
  params: Promise<{ page: string }>;
}

function nameOf(slug: string): string {
  const words = messages().shop.help;
  return isContentPage(slug) ? words[slug] : words.title;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { page } = await params;
  return { title: nameOf(page), alternates: { canonical: `/help/${page}` } };
}

/** A page of the shop about itself: contact, delivery, returns, privacy, terms. */
export default async function ContentPage({ params }: Props) {
  const { page } = await params;
  const text = await readContent(page);
  if (text === undefined) notFound();
  return (
    <>
      <Breadcrumbs crumbs={[{ name: nameOf(page), path: `/help/${page}` }]} />
      <Markdown text={text} />
    </>
  );
}

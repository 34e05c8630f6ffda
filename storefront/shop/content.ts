import fs from 'node:fs/promises';
import path from 'node:path';
import { cache } from 'react';
import { currentContext } from './request-context.ts';

/** The pages of the footer, in its order; each is a Markdown file of the content folder. */
export const contentPages = ['contact', 'delivery', 'returns', 'privacy', 'terms'] as const;

export const isContentPage = (slug: string): slug is (typeof contentPages)[number] =>
  contentPages.some(page => page === slug);

/** How long a page may be stored before the file is read again, seconds. */
const MAX_AGE = 60;

/** The Markdown of a page; undefined where there is none. */
export const readContent = cache(async (slug: string): Promise<string | undefined> => {
  const folder = process.env.CONTENT_DIR;
  if (!folder) throw new Error('CONTENT_DIR is missing');
  if (!isContentPage(slug)) return undefined;
  currentContext().sharedCache = { maxAge: MAX_AGE, staleWhileRevalidate: MAX_AGE };
  try {
    return await fs.readFile(path.join(folder, `${slug}.md`), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
});

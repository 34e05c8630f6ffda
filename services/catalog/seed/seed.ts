import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CatalogClient } from '../../../generated/catalog/client.ts';
import type { Image, Import } from '../../../generated/catalog/types.ts';
import { putAttributes } from './attributes.ts';
import { importFile, pictureKey } from './file.ts';
import { type GroceryProduct, groceryProducts } from './grocery.ts';
import { productPicture } from './pictures.ts';
import { retryingFetch } from './retry.ts';

export interface SeedOptions {
  /** The catalog as a merchant who is signed in calls it. */
  catalog: CatalogClient;
  /** How many of the best-selling products. */
  best: number;
  /** All the others that have a price, too. */
  full: boolean;
  print(line: string): void;
}

const AT_ONCE = 4;
const POLL_MS = 300;

function refused(what: string, answer: { status: number; body?: unknown }): Error {
  return new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

async function upload(catalog: CatalogClient, bytes: Buffer, alt: string, tint: string): Promise<Image> {
  const body = {
    fileName: `${alt.slice(0, 100)}.jpg`,
    contentType: 'image/jpeg' as const,
    bytes: bytes.length,
    alt,
    tint,
  };
  const announced = await catalog.createUpload({ body });
  if (announced.status !== 201) throw refused('Announcing a picture', announced);
  const { id, url, method, headers } = announced.body;
  const request = new Request(url, { method, headers, body: new Uint8Array(bytes) });
  // S3 asks for another attempt after an internal error (API reference, error responses).
  const put = await retryingFetch(request, status => status >= 500);
  if (!put.ok) throw new Error(`Uploading a picture: ${put.status} ${await put.text()}`);
  const completed = await catalog.completeUpload({ path: { uploadId: id } });
  if (completed.status !== 200) throw refused('Completing a picture', completed);
  return completed.body;
}

/**
 * Makes the pictures that the products need and puts them into the shop; one that is there already stays the one it is,
 * by its hash.
 */
async function putPictures(
  { catalog, print }: SeedOptions,
  products: readonly GroceryProduct[],
): Promise<Map<string, Image>> {
  const wanted = [...new Map(products.map(product => [pictureKey(product), product]))];
  const pictures = new Map<string, Image>();
  const queue = [...wanted];
  async function worker(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [key, { picture, category }] = next;
      const image = await upload(catalog, await productPicture(picture), category.name, picture.tint);
      pictures.set(key, image);
      if (pictures.size % 25 === 0 || pictures.size === wanted.length)
        print(`pictures ${pictures.size}/${wanted.length}`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return pictures;
}

/** The newest import of a file of this name; its name holds the hash of what it seeds. */
async function findImport(catalog: CatalogClient, fileName: string): Promise<Import | undefined> {
  let cursor: string | undefined;
  do {
    const page = await catalog.listImports({ query: { limit: 100, cursor } });
    if (page.status !== 200) throw refused('Listing imports', page);
    const found = page.body.items.find(item => item.fileName === fileName);
    if (found) return found;
    cursor = page.body.nextCursor ?? undefined;
  } while (cursor);
  return undefined;
}

async function follow({ catalog, print }: SeedOptions, importId: string): Promise<Import> {
  for (let shown = ''; ; await sleep(POLL_MS)) {
    const answer = await catalog.getImport({ path: { importId } });
    if (answer.status !== 200) throw refused('Asking for the import', answer);
    const { status, rows } = answer.body;
    const line = `products ${rows.done}/${rows.total}`;
    if (line !== shown) print(line);
    shown = line;
    if (status === 'done' || status === 'failed') return answer.body;
  }
}

/**
 * Fills the shop through its own front door, as a merchant would: pictures by presigned upload, products and stock by
 * CSV import. What an earlier run has done is found and left as it is, what it has begun is followed. Throws when the
 * shop refuses something.
 */
export async function seed(options: SeedOptions): Promise<Import> {
  const { catalog, full, print } = options;
  const products = groceryProducts(options.best, full);
  const hash = createHash('sha256').update(importFile(products, new Map())).digest('hex').slice(0, 12);
  const fileName = `groceries-${products.length}-${hash}.csv`;
  const earlier = await findImport(catalog, fileName);
  if (earlier?.status === 'done') {
    print(`${fileName} was imported already`);
    return earlier;
  }
  let importId = earlier?.status === 'failed' ? undefined : earlier?.id;
  if (importId === undefined) {
    const pictures = await putPictures(options, products);
    await putAttributes(catalog);
    const key = `seed-${hash}${earlier ? `-after-${earlier.id}` : ''}`;
    const started = await catalog.createImport({
      body: importFile(products, pictures),
      query: { fileName },
      headers: { 'idempotency-key': key },
    });
    if (started.status !== 202) throw refused('Starting the import', started);
    importId = started.body.id;
  }
  const done = await follow(options, importId);
  print(
    `${done.created} created, ${done.updated} updated, ${done.unchanged} unchanged, ${done.failed} bad rows, ${done.rowsPerSecond ?? 0} rows a second`,
  );
  for (const { line, column, message } of done.errors) print(`line ${line}${column ? `, ${column}` : ''}: ${message}`);
  if (done.status === 'failed') throw new Error(`The import failed: ${done.reason}`);
  return done;
}

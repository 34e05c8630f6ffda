import { expect, test } from '@jest/globals';
import { FileRefused } from './columns.ts';
import { checkFile, readChunksOf, startReader } from './file-reader.ts';

const HEAD = 'handle,title,category,sku,price,currency\n';
const file = (rows: number) =>
  Buffer.from(
    HEAD + Array.from({ length: rows }, (_, row) => `thing-${row},Thing ${row},Things,t-${row},1.50,USD\n`).join(''),
  );

test('a file that takes more time than there is for one is refused, and the next one is read', async () => {
  const reader = startReader({ deadlineMs: 1, memoryMb: 512 });
  try {
    await expect(checkFile(file(100_000), {}, { guess: false }, reader)).rejects.toThrow(FileRefused);
    await expect(checkFile(file(100_000), {}, { guess: false }, reader)).rejects.toThrow('more time or memory');
  } finally {
    await reader.close();
  }
  expect(await checkFile(file(3), {}, { guess: false })).toMatchObject({ rows: 3, delimiter: ',', format: 'covenant' });
});

test('the process has turns for others while a file is read', async () => {
  await checkFile(file(1), {}, { guess: false });
  let turns = 0;
  let isRead = false;
  const count = (): void => {
    turns += 1;
    if (!isRead) setImmediate(count);
  };
  setImmediate(count);
  await checkFile(file(100_000), {}, { guess: false });
  isRead = true;
  expect(turns).toBeGreaterThan(1_000);
});

test('a file that is no CSV from some line on is refused with the line, in chunks too', async () => {
  const bytes = Buffer.from(`${HEAD}a,A,Things,t,1.50,USD\nb,"B,Things,u,1.50,USD\n`);
  await expect(checkFile(bytes, {}, { guess: false })).rejects.toMatchObject({ line: 3 });
  const chunks = readChunksOf(bytes, ',', 0, {});
  await expect(chunks.next()).rejects.toThrow(FileRefused);
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FormSyntaxError, type PartHead, readMultipart } from './multipart.ts';

interface Part extends PartHead {
  text: string;
}

/** The parts of a body that comes in these pieces; undefined for an empty one. */
async function partsOf(pieces: readonly Buffer[], boundary = 'b'): Promise<Part[] | undefined> {
  const parts: Part[] = [];
  async function* body() {
    yield* pieces;
  }
  const isForm = await readMultipart(body(), boundary, head => {
    const part = { ...head, text: '' };
    parts.push(part);
    return {
      write: chunk => {
        part.text += chunk.toString('latin1');
      },
      end: () => undefined,
    };
  });
  return isForm ? parts : undefined;
}

const piecesOf = (body: Buffer, sizes: readonly number[]): Buffer[] => {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(body.subarray(at, at + size));
    at += size;
  }
  return [...pieces, body.subarray(at)];
};

/** What looks like the end of a part is the content to try. */
const content = fc
  .array(fc.oneof(fc.constantFrom('\r\n', '--b', '\r\n--', '\r\n--a', '-', '\r', '\n'), fc.string({ maxLength: 8 })))
  .map(pieces => Buffer.from(pieces.join('')).toString('latin1'))
  .filter(text => !`\r\n${text}\r\n--b`.slice(0, -1).includes('\r\n--b'));

test('parts are what was sent, however the body is cut', async () => {
  const sent = fc.array(fc.record({ name: fc.stringMatching(/^[a-z]{1,5}$/), text: content }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(sent, fc.array(fc.nat(20), { maxLength: 60 }), async (parts, sizes) => {
      const written = parts.map(
        ({ name, text }) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
      );
      const body = Buffer.from(`${written.join('')}--b--\r\n`, 'latin1');
      const found = await partsOf(piecesOf(body, sizes));
      expect(found?.map(({ name, text }) => ({ name, text }))).toEqual(parts);
    }),
    { seed: 7, numRuns: 300 },
  );
});

const part = (headers: string, body = 'x') => Buffer.from(`--b\r\n${headers}\r\n\r\n${body}\r\n--b--`);

test('names, file names and types are read as browsers write them', async () => {
  const headers = 'content-disposition: Form-Data; filename="a %22b%22%0D%0A.png"; name="ü"\r\nContent-Type: image/png';
  expect(await partsOf([part(headers)])).toEqual([
    { name: 'ü', filename: 'a "b"\r\n.png', contentType: 'image/png', text: 'x' },
  ]);
  expect(await partsOf([part('Content-Disposition: form-data; name=a; filename=""')])).toMatchObject([
    { name: 'a', filename: '', contentType: 'text/plain' },
  ]);
});

test('a preamble, spaces after a boundary, an epilogue and a part without a body are read', async () => {
  const head = 'Content-Disposition: form-data; name="a"';
  const body = `preamble\r\n--b  \r\n${head}\r\n\r\n--b\r\n${head}\r\n\r\n1\r\n--b--epilogue\r\n--b`;
  expect(await partsOf([Buffer.from(body)])).toMatchObject([{ text: '' }, { text: '1' }]);
  expect(await partsOf([])).toBeUndefined();
});

test.each([
  ['no delimiter', Buffer.from('x')],
  ['no end', part('Content-Disposition: form-data; name="a"').subarray(0, -2)],
  ['no name', part('Content-Disposition: form-data')],
  ['another disposition', part('Content-Disposition: attachment; name="a"')],
  ['a line that is no header', part('x')],
  ['text after a boundary', Buffer.from('--bx\r\n\r\n--b--')],
  ['endless spaces after a boundary', Buffer.from(`--b${' '.repeat(20_000)}`)],
  ['endless headers', part(`X: ${'y'.repeat(20_000)}`)],
])('a body with %s is no form', async (_name, body) => {
  await expect(partsOf([body])).rejects.toThrow(FormSyntaxError);
});

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type Request } from 'express';
import {
  type BooksHandlers,
  type BooksSecurity,
  createBooksRouter,
} from '../../fixtures/library/generated/books/server.ts';
import type { Book } from '../../fixtures/library/generated/books/types.ts';
import type { Around, SecurityVerdict } from '../operation.ts';
import { ProblemError } from '../problem.ts';
import { notFoundHandler, problemHandler } from '../problem-handler.ts';

export interface Visit {
  seen: string[];
}

export const emma: Book = {
  id: '0190a6e0-7c1d-7000-8000-000000000001',
  title: 'Emma',
  authors: [{ name: 'Jane Austen', born: 1775 }],
  medium: { kind: 'paper', pages: 474 },
  addedAt: '2026-11-22T10:00:00Z',
};

/** Handlers that refuse everything; a test replaces those that it is about. */
const refusing: BooksHandlers<Visit> = {
  listBooks: refuse,
  addBook: refuse,
  listPopular: refuse,
  getBook: refuse,
  retireBook: refuse,
  getCover: refuse,
  putCover: refuse,
  exportBooks: refuse,
  hearFromPress: refuse,
  countVisits: refuse,
  writeNote: refuse,
};

/** `Desk: librarian` names a role; `X-Card` and `Authorization` are good when they are there. */
const security: BooksSecurity<Visit> = {
  desk: async (request, roles) => verdict(request.get('desk'), roles),
  card: async (request, roles, visit) => {
    visit.seen.push('card');
    return verdict(request.get('x-card'), roles);
  },
  robot: async (request, roles) => verdict(request.get('authorization'), roles),
};

export interface Library {
  url: string;
  /** What the error handler logged. */
  logged: string[];
  /** The inputs that reached a handler. */
  inputs: unknown[];
  close(): Promise<void>;
}

interface LibraryOptions {
  around?: Around<Visit>;
  checkResponses?: boolean;
  context?: (request: Request) => Visit;
}

/** The library's books on a free port. */
export async function startLibrary(
  handlers: Partial<BooksHandlers<Visit>>,
  options: LibraryOptions = {},
): Promise<Library> {
  const logged: string[] = [];
  const inputs: unknown[] = [];
  const {
    around = (_operation, _input, _context, run) => run(),
    context = () => ({ seen: [] }),
    checkResponses = true,
  } = options;
  const app = express();
  app.use(
    createBooksRouter<Visit>({
      handlers: { ...refusing, ...handlers },
      security,
      context,
      checkResponses,
      around: (operation, input, visit, run) => {
        inputs.push(input);
        return around(operation, input, visit, run);
      },
    }),
  );
  app.use(notFoundHandler, problemHandler({ log: { error: (_details, message) => logged.push(message) } }));
  const server = app.listen(0, '127.0.0.1');
  server.keepAliveTimeout = 65_000; // longer than any pause between two requests of a test
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, logged, inputs, close };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server does not listen');
  return address;
}

async function refuse(): Promise<never> {
  throw new ProblemError({ status: 501 });
}

function verdict(given: string | undefined, roles: readonly string[]): SecurityVerdict {
  if (given === undefined) return 'anonymous';
  return roles.length === 0 || roles.includes(given) ? 'granted' : 'forbidden';
}

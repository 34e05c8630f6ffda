import net from 'node:net';

/** What the clients of a database sent, as PostgreSQL's protocol shows it. */
export interface SqlCount {
  /** Statements that were executed; BEGIN and COMMIT count too. */
  statements: number;
  /** Executions by text; several statements in one Query message are one text. */
  texts: ReadonlyMap<string, number>;
  /** Transactions that were begun by a statement of their own. */
  transactions: number;
  /** Transactions that ended, those of single statements included. */
  commits: number;
  /** Messages that wait for an answer: Sync and Query. */
  roundTrips: number;
}

/** A round trip: what it executed, and when, ms since 1970. */
export interface SqlSpan {
  text: string;
  start: number;
  end: number;
}

export interface SqlProxy {
  /** The URL of the database through this proxy. */
  readonly url: string;
  /** The count since the start. */
  count(): SqlCount;
  /** The round trips since the last call. */
  takeSpans(): SqlSpan[];
  close(): Promise<void>;
}

const text = (bytes: Buffer, from: number): string => bytes.toString('utf8', from, bytes.indexOf(0, from));

/** Cuts a stream into messages (a byte of type, then its length); `first` is the length of what has no type. */
function createReader(onMessage: (type: string, body: Buffer) => void, startup: boolean): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let isStartup = startup;
  return chunk => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const head = isStartup ? 0 : 1;
      if (rest.length < head + 4) return;
      const length = rest.readInt32BE(head) + head;
      if (rest.length < length) return;
      if (!isStartup) onMessage(String.fromCharCode(rest[0] ?? 0), rest.subarray(5, length));
      isStartup = false;
      rest = rest.subarray(length);
    }
  };
}

/**
 * A proxy in front of a PostgreSQL database, without TLS, that counts what its clients execute
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html).
 */
export async function startSqlProxy(target: string): Promise<SqlProxy> {
  const { hostname, port } = new URL(target);
  const texts = new Map<string, number>();
  const sockets = new Set<net.Socket>();
  let statements = 0;
  let transactions = 0;
  let commits = 0;
  let roundTrips = 0;
  const now = () => performance.timeOrigin + performance.now();
  let spans: SqlSpan[] = [];

  function fromClient(open: SqlSpan[]): (chunk: Buffer) => void {
    const executed = (statement: string) => {
      texts.set(statement, (texts.get(statement) ?? 0) + 1);
      open.push({ text: statement, start: now(), end: 0 });
    };
    const prepared = new Map<string, string>();
    const portals = new Map<string, string>();
    return createReader((type, body) => {
      if (type === 'Q') executed(text(body, 0));
      if (type === 'Q' || type === 'S') roundTrips += 1;
      if (type === 'P') {
        const name = text(body, 0);
        prepared.set(name, text(body, Buffer.byteLength(name) + 1));
      }
      if (type === 'B') {
        const portal = text(body, 0);
        portals.set(portal, prepared.get(text(body, Buffer.byteLength(portal) + 1)) ?? '?');
      }
      if (type === 'E') executed(portals.get(text(body, 0)) ?? '?');
    }, true);
  }
  // CommandComplete ends a statement; ReadyForQuery says whether the session is idle (I) or in a transaction (T, E).
  const fromServer = (open: SqlSpan[]) =>
    createReader((type, body) => {
      if (type === 'C') {
        statements += 1;
        if (text(body, 0) === 'BEGIN') transactions += 1;
      }
      if (type !== 'Z') return;
      if (String.fromCharCode(body[0] ?? 0) === 'I') commits += 1;
      for (const span of open.splice(0)) spans.push({ ...span, end: now() });
    }, false);

  const server = net.createServer(inner => {
    const outer = net.connect({ port: Number(port), host: hostname, noDelay: true });
    inner.setNoDelay(true);
    const open: SqlSpan[] = [];
    for (const [from, to, read] of [
      [inner, outer, fromClient(open)],
      [outer, inner, fromServer(open)],
    ] as const) {
      sockets.add(from);
      from.on('data', chunk => {
        read(chunk);
        to.write(chunk);
      });
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(target);
  url.host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    url: url.href,
    takeSpans() {
      const taken = spans;
      spans = [];
      return taken;
    },
    count: () => ({ statements, texts: new Map(texts), transactions, commits, roundTrips }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

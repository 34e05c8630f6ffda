/** One server-sent event as a browser receives it. */
export interface StreamEvent {
  id: string;
  event: string;
  data: unknown;
}

export interface TestStream {
  readonly status: number;
  readonly events: readonly StreamEvent[];
  /** The last id that was received, also without an event. */
  readonly lastId: string;
  /** Whether the server ended it, rather than an error. */
  readonly isEnded: boolean;
  close(): void;
}

/** Receives server-sent events until it is closed. */
export async function openStream(url: string, headers: Record<string, string> = {}): Promise<TestStream> {
  const closed = new AbortController();
  const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: closed.signal });
  const stream = {
    status: response.status,
    events: [] as StreamEvent[],
    lastId: '',
    isEnded: false,
    close: () => closed.abort(),
  };
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel();
    return stream;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  function parse(text: string): void {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
      );
      stream.lastId = fields.id ?? stream.lastId;
      if (fields.data !== undefined)
        stream.events.push({ id: stream.lastId, event: fields.event ?? 'message', data: JSON.parse(fields.data) });
    }
  }
  async function read(): Promise<void> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parse(value);
    }
    stream.isEnded = true;
  }
  read().catch(() => {});
  return stream;
}

/** One event of a stream as a browser would hear of it. */
export interface StreamEvent {
  id: string;
  event: string;
  data: unknown;
}

export interface TestStream {
  readonly status: number;
  readonly events: readonly StreamEvent[];
  /** The last id that was told, also without an event. */
  readonly lastId: string;
  /** Whether it ended as it should: not cut off. */
  readonly isOver: boolean;
  close(): void;
}

/** Listens to server-sent events until it is closed. */
export async function listenTo(url: string, headers: Record<string, string> = {}): Promise<TestStream> {
  const gone = new AbortController();
  const answer = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: gone.signal });
  const stream = {
    status: answer.status,
    events: [] as StreamEvent[],
    lastId: '',
    isOver: false,
    close: () => gone.abort(),
  };
  if (answer.status !== 200 || !answer.body) {
    await answer.body?.cancel();
    return stream;
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  function take(text: string): void {
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
      take(value);
    }
    stream.isOver = true;
  }
  read().catch(() => {});
  return stream;
}

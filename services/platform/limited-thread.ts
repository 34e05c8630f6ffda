import { Worker } from 'node:worker_threads';

/** What a thread may use, so that whatever somebody wrote does not stop the service. */
export interface ThreadLimits {
  /** For one request, ms. */
  deadlineMs: number;
  memoryMb: number;
}

/**
 * A worker thread that handles one request after the other. Its module posts one message when it is ready, and one for
 * each message that it receives. The thread starts with the first request, and does not keep the process running.
 */
export class LimitedThread<Request, Response> {
  readonly #module: URL;
  readonly #limits: ThreadLimits;
  #worker: Promise<Worker> | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(module: URL, limits: ThreadLimits) {
    this.#module = module;
    this.#limits = limits;
  }

  /** What the thread responds; undefined where it needs more time or memory than it may, and is ended. */
  send(request: Request): Promise<Response | undefined> {
    const turn = this.#queue.then(() => this.#exchange(request));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await (await worker?.catch(() => undefined))?.terminate();
  }

  async #exchange(request: Request): Promise<Response | undefined> {
    this.#worker ??= start(this.#module, this.#limits.memoryMb);
    const worker = await this.#worker.catch((error: unknown) => {
      this.#worker = undefined;
      throw error;
    });
    const response = await responseOf<Response>(worker, request, this.#limits.deadlineMs);
    if (response === undefined) await this.close();
    return response;
  }
}

function start(module: URL, memoryMb: number): Promise<Worker> {
  const worker = new Worker(module, { resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
  worker.unref();
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      resolve(worker);
    });
  });
}

async function responseOf<Response>(
  worker: Worker,
  request: unknown,
  deadlineMs: number,
): Promise<Response | undefined> {
  const { promise, resolve } = Promise.withResolvers<Response | undefined>();
  const giveUp = () => resolve(undefined);
  const timer = setTimeout(giveUp, deadlineMs);
  worker.once('message', resolve).once('error', giveUp).once('exit', giveUp);
  worker.ref();
  worker.postMessage(request);
  const response = await promise;
  clearTimeout(timer);
  worker.off('message', resolve).off('error', giveUp).off('exit', giveUp);
  worker.unref();
  return response;
}

import { createRequire } from 'node:module';
import { join } from 'node:path';

/** As much of Nest's application as a seed needs. */
interface Application {
  get<T>(service: new (...dependencies: never[]) => T): T;
}

declare class RequestContextService {
  create(options: { apiType: 'admin' }): Promise<object>;
}
declare class TransactionalConnection {
  rawConnection: { query(statement: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]> };
}
declare class SearchService {
  reindex(context: object): Promise<{ id: string | number }>;
}
declare class JobQueueService {
  start(): Promise<void>;
}

/** What is used of `@vendure/core`, which is no dependency of this project. */
interface Core {
  bootstrap(config: object): Promise<Application>;
  bootstrapWorker(config: object): Promise<{ startJobQueue(): Promise<unknown> }>;
  DefaultJobQueuePlugin: { init(options: object): object };
  DefaultSchedulerPlugin: { init(): object };
  DefaultSearchPlugin: { init(options: object): object };
  DefaultLogger: new (options: { level: number }) => object;
  LogLevel: { Warn: number };
  dummyPaymentHandler: object;
  RequestContextService: typeof RequestContextService;
  TransactionalConnection: typeof TransactionalConnection;
  SearchService: typeof SearchService;
  JobQueueService: typeof JobQueueService;
}

interface CommandLine {
  populate(start: () => Promise<Application>, initialData: object, productsFile: string): Promise<Application>;
}

const installed = createRequire(join(process.cwd(), 'index.js'));
/** The packages that are installed where the program runs. */
export const core: Core = installed('@vendure/core');
export const commandLine: CommandLine = installed('@vendure/core/cli');

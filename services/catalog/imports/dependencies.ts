import type { InventoryClient } from '../../../generated/inventory/client.ts';
import type { Log } from '../../platform/observability/log.ts';
import type { MediaRecords } from '../media/records.ts';
import type { Storage } from '../media/storage.ts';
import type { Store } from '../store.ts';
import type { Jobs } from './jobs.ts';

/** What imports are worked on with. */
export interface ImportDependencies {
  store: Store;
  jobs: Jobs;
  media: MediaRecords;
  storage: Storage;
  inventory: InventoryClient;
  imageOrigins: readonly string[];
  log: Log;
}

import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';

/** How long a fetch waits for data while a partition is paused, ms. */
const WAIT_WHILE_PAUSED_MS = 100;

let patched = false;

/**
 * A fetch that waits for data does not return when a paused partition is resumed, so a retry would wait for it as well.
 * This patch of kafkajs 2.2 shortens the wait while a partition is paused.
 */
export function patchPausedFetch(): void {
  if (patched) return;
  patched = true;
  const { prototype } = ConsumerGroup;
  const { fetch } = prototype;
  prototype.fetch = function (this: ConsumerGroup, nodeId) {
    this.longestWaitTime ??= this.maxWaitTime;
    const isPaused = this.paused().length > 0;
    this.maxWaitTime = isPaused ? Math.min(WAIT_WHILE_PAUSED_MS, this.longestWaitTime) : this.longestWaitTime;
    return fetch.call(this, nodeId);
  };
}

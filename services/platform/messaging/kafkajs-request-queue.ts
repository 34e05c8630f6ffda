import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

let patched = false;

/**
 * kafkajs 2.2 looks after requests that wait, on every connection, about once a millisecond, also when none waits, and
 * asks for a timer in the past to do so: Node prints a TimeoutNegativeWarning, and an idle service keeps a core busy
 * (https://github.com/tulios/kafkajs/issues/1704 and 1751). Looking is left out while nothing waits and no broker asked
 * for a pause; a request that has to wait makes kafkajs look again.
 */
export function patchRequestQueue(): void {
  if (patched) return;
  patched = true;
  const { prototype } = RequestQueue;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}

import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

let patched = false;

/**
 * kafkajs 2.2 checks for pending requests on every connection about once a millisecond, even when there are none, with
 * a timer in the past: Node prints a TimeoutNegativeWarning, and an idle service keeps a core busy
 * (https://github.com/tulios/kafkajs/issues/1704 and 1751). This patch skips the check while no request is pending and
 * no broker throttles the connection; a request that becomes pending schedules the next check.
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

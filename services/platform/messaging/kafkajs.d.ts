/** What kafka-queue.ts knows of the inside of kafkajs 2.2. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    /** Requests that wait for a place or for the end of a pause. */
    pending: readonly unknown[];
    /** The end of the pause that a broker asked for, in ms since the epoch; -1 when none did. */
    throttledUntil: number;
    scheduleCheckPendingRequests(): void;
  }
}

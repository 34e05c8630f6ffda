/** The internals of kafkajs 2.2 that kafkajs-request-queue.ts patches. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    /** Requests that wait for a free slot or for the end of throttling. */
    pending: readonly unknown[];
    /** The end of throttling by the broker, ms since the epoch; -1 when there is none. */
    throttledUntil: number;
    scheduleCheckPendingRequests(): void;
  }
}

/** The internals of kafkajs 2.2 that kafkajs-paused-fetch.ts patches. */
declare module 'kafkajs/src/consumer/consumerGroup.js' {
  export default class ConsumerGroup {
    /** `maxWaitTimeInMs` of the next fetch. */
    maxWaitTime: number;
    /** `maxWaitTimeInMs` of the consumer; set by the patch. */
    longestWaitTime?: number;
    paused(): readonly unknown[];
    fetch(nodeId: string): Promise<unknown>;
  }
}

import type { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { z } from 'zod';
import { backoff, pauseFor } from '../../platform/backoff.ts';
import { httpUrl, secret } from '../../platform/config.ts';
import { unavailable } from '../../platform/http/unavailable.ts';
import type { Log } from '../../platform/observability/log.ts';
import type { Worker } from '../../platform/workers/periodic-worker.ts';

export interface StorageOptions {
  endpoint: string;
  /** Where browsers reach the same storage; presigned addresses are made for it. The endpoint itself by default. */
  publicEndpoint?: string | undefined;
  accessKeyId: string;
  secretAccessKey: string;
  bucket: string;
  /** Requests are signed for it (AWS Signature Version 4). */
  region: string;
}

/** What the environment says of object storage. */
export const storageConfig = {
  S3_ENDPOINT: httpUrl(),
  S3_PUBLIC_ENDPOINT: httpUrl().optional(),
  S3_ACCESS_KEY_ID: z.string(),
  S3_SECRET_ACCESS_KEY: secret(1),
  S3_BUCKET: z.string(),
  S3_REGION: z.string().optional(),
};

/** The region in the host of an AWS endpoint; others than AWS take `us-east-1`. */
export const regionOf = (endpoint: string): string =>
  /^s3[.-](?:dualstack\.)?([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/.exec(new URL(endpoint).hostname)?.[1] ??
  'us-east-1';

/** Storage as the environment names it. */
export function storageOptions(env: z.output<z.ZodObject<typeof storageConfig>>): StorageOptions {
  const {
    S3_ENDPOINT: endpoint,
    S3_PUBLIC_ENDPOINT: publicEndpoint,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
    S3_BUCKET: bucket,
    S3_REGION: region = regionOf(endpoint),
  } = env;
  return { endpoint, publicEndpoint, accessKeyId, secretAccessKey, bucket, region };
}

export interface StoredObject {
  body: Readable;
  bytes: number;
}

export type Storage = ReturnType<typeof createStorage>;

function s3(options: StorageOptions, endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region: options.region,
    forcePathStyle: true,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    // A presigned PUT is signed before its bytes are known, so it can carry no checksum of them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000 },
  });
}

/** Errors that say that the object does not exist. */
function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}

/** Object storage that speaks S3. Every method throws ProblemError 503 while it cannot be reached. */
export function createStorage(options: StorageOptions) {
  const client = s3(options, options.endpoint);
  const signer = s3(options, options.publicEndpoint ?? options.endpoint);
  const Bucket = options.bucket;

  /** Runs a call; an answer of 4xx is the caller's to read, anything else means that storage is not there. */
  async function reach<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const status = error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 500) : 500;
      if (status >= 400 && status < 500) throw error;
      throw unavailable('Object storage', 2, error);
    }
  }

  return {
    /** Makes the bucket where it is missing, and lets browsers put what they were given an address for. */
    async prepare(): Promise<void> {
      await reach(() => client.send(new CreateBucketCommand({ Bucket }))).catch((error: unknown) => {
        if (
          !(error instanceof S3ServiceException) ||
          !['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'].includes(error.name)
        )
          throw error;
      });
      const rule = {
        AllowedMethods: ['PUT'],
        AllowedOrigins: ['*'],
        AllowedHeaders: ['content-type'],
        MaxAgeSeconds: 3_600,
      };
      await reach(() => client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } })));
    },

    /** An address to PUT so many bytes of this type to, good for `seconds`; the storage takes no other number. */
    presignPut: (key: string, contentType: string, bytes: number, seconds: number): Promise<string> =>
      getSignedUrl(signer, new PutObjectCommand({ Bucket, Key: key, ContentType: contentType, ContentLength: bytes }), {
        expiresIn: seconds,
        signableHeaders: new Set(['content-length', 'content-type', 'host']),
      }),

    async put(key: string, body: Uint8Array, contentType: string): Promise<void> {
      await reach(() => client.send(new PutObjectCommand({ Bucket, Key: key, Body: body, ContentType: contentType })));
    },

    /** Opens an object to read; undefined where there is none. Read it to its end or destroy it. */
    async open(key: string): Promise<StoredObject | undefined> {
      try {
        const { Body, ContentLength } = await reach(() => client.send(new GetObjectCommand({ Bucket, Key: key })));
        return Body ? { body: Body as Readable, bytes: ContentLength ?? 0 } : undefined;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    async remove(key: string): Promise<void> {
      await reach(() => client.send(new DeleteObjectCommand({ Bucket, Key: key })));
    },

    /** The first keys that begin with `prefix`, in their order, at most `limit` (of at most 1,000). */
    async list(prefix: string, limit: number): Promise<string[]> {
      const command = new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: limit });
      const { Contents = [] } = await reach(() => client.send(command));
      return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
    },

    close(): void {
      client.destroy();
      signer.destroy();
    },
  };
}

/** Prepares the bucket once storage can be reached; until then pictures give 503 and the rest of the catalog works. */
export function storagePreparation(storage: Storage, log: Log): Worker {
  const stopping = new AbortController();
  let done: Promise<void> | undefined;
  async function prepare(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      try {
        return await storage.prepare();
      } catch (error) {
        log.warn({ error }, 'object storage cannot be prepared yet');
        await pauseFor(backoff(failures, 200, 5_000), stopping.signal);
      }
    }
  }
  return {
    name: 'storage-preparation',
    async start() {
      done = prepare();
    },
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

import { type Db, MongoClient, MongoServerError } from 'mongodb';

/**
 * A client, which connects with the first command, and the database that the URL names.
 * @param standard the name of the database where the URL has none
 */
export function connectMongo(url: string, standard: string): { client: MongoClient; db: Db } {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 3_000 });
  return { client, db: client.db(new URL(url).pathname.slice(1) || standard) };
}

/** Whether a write failed because another document has its unique value (error 11000 of MongoDB). */
export function isDuplicateKey(error: unknown): error is MongoServerError {
  return error instanceof MongoServerError && error.code === 11_000;
}

-- Who is behind a checkout by the network address, as a hash.
ALTER TABLE "checkouts" ADD COLUMN "client" TEXT;

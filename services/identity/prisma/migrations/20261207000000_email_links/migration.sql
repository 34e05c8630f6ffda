-- Of a link that confirms another address of an account: that address.
ALTER TABLE "account_links" ADD COLUMN "email" TEXT;

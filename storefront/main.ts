import path from 'node:path';
import next from 'next';
import { z } from 'zod';
import { httpUrl, port, readConfig } from '../services/platform/config.ts';
import { healthRouter } from '../services/platform/http/health.ts';
import { runService, type ServiceProgram } from '../services/platform/http/service.ts';
import { createLog } from '../services/platform/observability/log.ts';
import { observeFields } from '../services/platform/observability/usage.ts';
import { isLanguage, language, languageNames } from './messages/language.ts';
import { buildApp } from './server/app.ts';

const shopLanguage = z.string().refine(isLanguage, `must be one of ${languageNames}`).default('en');

export const storefront: ServiceProgram = async environment => {
  // Next.js reads BUILD_DIR (next.config.ts); shop/gateway.ts reads GATEWAY_URL again, shop/content.ts CONTENT_DIR and
  // messages/language.ts SHOP_LANGUAGE.
  const config = readConfig(
    { PORT: port(), PUBLIC_STOREFRONT_URL: httpUrl(), GATEWAY_URL: httpUrl(), SHOP_LANGUAGE: shopLanguage },
    environment,
  );
  process.env.CONTENT_DIR ||= path.join(import.meta.dirname, 'content', language());
  const development = process.env.NODE_ENV === 'development';
  const log = createLog('storefront');
  const framework = next({ dev: development, dir: import.meta.dirname, quiet: !development });
  await framework.prepare();
  const app = buildApp({
    health: healthRouter({}),
    log,
    pages: framework.getRequestHandler(),
    publicUrl: config.PUBLIC_STOREFRONT_URL,
    observe: observeFields('storefront'),
    development,
  });
  return { name: 'storefront', port: config.PORT, log, app, close: () => framework.close() };
};

if (import.meta.main) await runService(storefront);

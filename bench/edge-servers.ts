import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../services/platform/testing/until.ts';

/** A cache in front of the two origins, in a process of its own. */
export interface Cache {
  name: string;
  gateway: string;
  storefront: string;
  pid: number;
  stop(): Promise<void>;
}

export interface Origins {
  gateway: string;
  storefront: string;
}

const at = (port: number): string => `http://127.0.0.1:${port}`;

const untilReady = (url: string) => until(async () => (await fetch(url)).ok, { describe: `${url} is ready` });

function stopping(child: ChildProcess, after: () => Promise<void> = async () => {}): () => Promise<void> {
  const ended = new Promise(resolve => child.once('exit', resolve));
  return async () => {
    child.kill('SIGTERM');
    await ended;
    await after();
  };
}

/** The edge as in production: one process, with the Kafka of this environment. */
export async function startEdge(origins: Origins): Promise<Cache> {
  const own = 20_713;
  const gateway = 20_714;
  const storefront = 20_715;
  const listeners = [
    { name: 'gateway', port: gateway, routes: [{ prefix: '/', origin: origins.gateway }] },
    { name: 'storefront', port: storefront, routes: [{ prefix: '/', origin: origins.storefront }] },
  ];
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(own),
    EDGE_LISTENERS: JSON.stringify(listeners),
    EDGE_CACHE_MEGABYTES: '64',
    EDGE_PURGER: 'local',
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, '../services/edge/main.ts')], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilReady(`${at(own)}/health/ready`);
  return { name: 'edge', gateway: at(gateway), storefront: at(storefront), pid: child.pid ?? 0, stop: stopping(child) };
}

/**
 * nginx with one worker and the same behaviour: keys by host and URI, `s-maxage`, collapsed requests, stale responses
 * during revalidation and origin errors.
 */
function nginxConfig(folder: string, servers: readonly { port: number; origin: string }[]): string {
  const server = ({ port, origin }: { port: number; origin: string }) => `
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${origin};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header Accept-Encoding identity;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_cache shop;
      proxy_cache_key $http_host$request_uri;
      proxy_cache_lock on;
      proxy_cache_background_update on;
      proxy_cache_use_stale updating error timeout http_500 http_502 http_503 http_504 http_429;
      add_header X-Cache $upstream_cache_status;
    }
  }`;
  return `
daemon off;
master_process off;
pid ${folder}/pid;
error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off;
  tcp_nopush on;
  sendfile on;
  keepalive_requests 1000000;
  gzip on;
  gzip_comp_level 6;
  gzip_proxied any;
  gzip_types text/html application/json;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  proxy_cache_path ${folder}/cache keys_zone=shop:10m max_size=64m;
  open_file_cache max=100;
  ${servers.map(server).join('')}
}
`;
}

/** nginx, where it is installed: `NGINX` names its program. */
export async function startNginx(origins: Origins): Promise<Cache> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-nginx-'));
  const gateway = 20_716;
  const storefront = 20_717;
  const file = join(folder, 'nginx.conf');
  const servers = [
    { port: gateway, origin: origins.gateway },
    { port: storefront, origin: origins.storefront },
  ];
  await writeFile(file, nginxConfig(folder, servers));
  const child = spawn(process.env.NGINX ?? 'nginx', ['-p', folder, '-c', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = stopping(child, () => rm(folder, { recursive: true, force: true }));
  await untilReady(`${at(gateway)}/products?limit=1`);
  return { name: 'nginx', gateway: at(gateway), storefront: at(storefront), pid: child.pid ?? 0, stop };
}

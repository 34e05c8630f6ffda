import fs from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { allServices, type Service } from '../local/services.ts';

const port = 8080;

/** What a service takes from the Secret `covenant`, as variable → key; keys of its own begin with its name. */
const secretKeys: Record<Service['uses'][number], (name: string) => Record<string, string>> = {
  postgres: name => ({ DATABASE_URL: `${name}-database-url` }),
  mongodb: () => ({ MONGODB_URL: 'mongodb-url' }),
  redis: () => ({ REDIS_URL: 'redis-url' }),
  elasticsearch: () => ({ ELASTICSEARCH_URL: 'elasticsearch-url' }),
  s3: () => ({ S3_ACCESS_KEY_ID: 's3-access-key-id', S3_SECRET_ACCESS_KEY: 's3-secret-access-key' }),
  inbox: () => ({ SMTP_URL: 'smtp-url' }),
  stripe: () => ({ STRIPE_SECRET_KEY: 'stripe-secret-key', STRIPE_WEBHOOK_SECRET: 'stripe-webhook-secret' }),
};

/** Every key that the Secret `covenant` must have. */
export const requiredSecrets = (): string[] =>
  [
    ...new Set([
      'service-token-secret',
      'auth-secret',
      ...allServices.flatMap(service => service.uses.flatMap(server => Object.values(secretKeys[server](service.name)))),
    ]),
  ].sort();

function environment({ name, uses }: Service): object[] {
  const keys = Object.assign({ SERVICE_TOKEN_SECRET: 'service-token-secret' }, ...uses.map(server => secretKeys[server](name)));
  if (name === 'identity') keys.AUTH_SECRET = 'auth-secret';
  const secret = Object.entries<string>(keys).map(([variable, key]) => ({
    name: variable,
    valueFrom: { secretKeyRef: { name: 'covenant', key } },
  }));
  const own = name === 'identity' ? [{ name: 'FIRST_ADMIN_PASSWORD_FILE', value: '/state/first-admin.txt' }] : [];
  return [{ name: 'PORT', value: String(port) }, ...own, ...secret];
}

const probe = (route: string, extra: object): object => ({ httpGet: { path: route, port: 'http' }, timeoutSeconds: 3, ...extra });

function container(service: Service): object {
  return {
    name: service.name,
    image: 'covenant-service',
    args: ['node', 'deploy/compose/run.ts', service.name],
    ports: [{ name: 'http', containerPort: port }],
    envFrom: [{ configMapRef: { name: 'covenant' } }],
    env: environment(service),
    startupProbe: probe('/health/ready', { periodSeconds: 2, failureThreshold: 60 }),
    readinessProbe: probe('/health/ready', { periodSeconds: 5 }),
    livenessProbe: probe('/health/live', { periodSeconds: 10, failureThreshold: 6 }),
    // The endpoint leaves the load balancers while requests are still taken; SIGTERM comes after.
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    resources: { requests: { cpu: '100m', memory: '192Mi' }, limits: { memory: '512Mi' } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    volumeMounts: [
      { name: 'scratch', mountPath: '/tmp' },
      { name: 'state', mountPath: '/state' },
    ],
  };
}

function deployment(service: Service): object {
  const labels = { 'app.kubernetes.io/name': service.name, 'app.kubernetes.io/part-of': 'covenant' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: service.name, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: { 'app.kubernetes.io/name': service.name } },
      strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: {
        metadata: {
          labels,
          annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(port), 'prometheus.io/path': '/metrics' },
        },
        spec: {
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: 40,
          securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: { 'app.kubernetes.io/name': service.name } },
            },
          ],
          containers: [container(service)],
          volumes: [
            { name: 'scratch', emptyDir: {} },
            { name: 'state', emptyDir: {} },
          ],
        },
      },
    },
  };
}

function manifests(service: Service): object[] {
  const selector = { 'app.kubernetes.io/name': service.name };
  const metadata = { name: service.name, labels: { ...selector, 'app.kubernetes.io/part-of': 'covenant' } };
  return [
    deployment(service),
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector, ports: [{ name: 'http', port: 80, targetPort: 'http' }] } },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { minAvailable: 1, selector: { matchLabels: selector } } },
  ];
}

/** `services.yaml`: a Deployment, a Service and a disruption budget for every service of deploy/local/services.ts. */
export function renderServices(): string {
  const documents = allServices.flatMap(manifests).map(manifest => stringify(manifest, { aliasDuplicateObjects: false }));
  return ['# Written by render.ts from deploy/local/services.ts: node deploy/kubernetes/render.ts', ...documents]
    .join('---\n')
    .replace('.ts---\n', '.ts\n');
}

export const servicesFile = path.join(import.meta.dirname, 'services.yaml');

if (import.meta.main) fs.writeFileSync(servicesFile, renderServices());

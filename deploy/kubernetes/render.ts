import fs from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { appNames } from '../local/apps.ts';
import { allServices, type Service } from '../local/services.ts';

const port = 8080;

/** One kind of pod: a service, or the server of an app, which needs no secret. */
interface Program {
  readonly name: string;
  readonly args: readonly string[];
  /** Where it listens, by name. */
  readonly ports: Readonly<Record<string, number>>;
  readonly environment: readonly object[];
}

/** What a service takes from the Secret `covenant`, as variable → key; keys of its own begin with its name. */
const secretKeys: Record<Service['uses'][number], (name: string) => Record<string, string>> = {
  postgres: name => ({ DATABASE_URL: `${name}-database-url` }),
  mongodb: () => ({ MONGODB_URL: 'mongodb-url' }),
  redis: () => ({ REDIS_URL: 'redis-url' }),
  limits: () => ({ LIMITS_REDIS_URL: 'limits-redis-url' }),
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
      ...allServices.flatMap(service =>
        service.uses.flatMap(server => Object.values(secretKeys[server](service.name))),
      ),
    ]),
  ].sort();

function environment({ name, uses }: Service): object[] {
  const keys = Object.assign(
    { SERVICE_TOKEN_SECRET: 'service-token-secret' },
    ...uses.map(server => secretKeys[server](name)),
  );
  if (name === 'identity') keys.AUTH_SECRET = 'auth-secret';
  const secret = Object.entries<string>(keys).map(([variable, key]) => ({
    name: variable,
    valueFrom: { secretKeyRef: { name: 'covenant', key } },
  }));
  const own = name === 'identity' ? [{ name: 'FIRST_ADMIN_PASSWORD_FILE', value: '/state/first-admin.txt' }] : [];
  return [...own, ...secret];
}

/** The ports of the edge's listeners, beside its own API: `EDGE_LISTENERS` in config.yaml. */
const edgeListeners = { gateway: 8000, storefront: 3000, admin: 3001 };

const programs: readonly Program[] = [
  ...allServices.map(service => ({
    name: service.name,
    args: ['node', 'deploy/compose/run.ts', service.name],
    ports: { http: port, ...(service.name === 'edge' ? edgeListeners : {}) },
    environment: environment(service),
  })),
  ...appNames.map(name => ({
    name,
    args: ['node', `${name}/main.ts`],
    ports: { http: port },
    environment: [{ name: 'BUILD_DIR', value: name === 'storefront' ? '.next' : 'dist' }],
  })),
];

/** The names of everything that runs. */
export const programNames = programs.map(({ name }) => name);

const probe = (route: string, extra: object): object => ({
  httpGet: { path: route, port: 'http' },
  timeoutSeconds: 3,
  ...extra,
});

function container({ name, args, ports, environment }: Program): object {
  return {
    name,
    image: 'covenant-service',
    args,
    ports: Object.entries(ports).map(([each, containerPort]) => ({ name: each, containerPort })),
    envFrom: [{ configMapRef: { name: 'covenant' } }],
    env: [{ name: 'PORT', value: String(port) }, ...environment],
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

function deployment(program: Program): object {
  const { name } = program;
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'covenant' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: {
        metadata: {
          labels,
          annotations: {
            'prometheus.io/scrape': 'true',
            'prometheus.io/port': String(port),
            'prometheus.io/path': '/metrics',
          },
        },
        spec: {
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: 40,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            fsGroup: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
            },
          ],
          containers: [container(program)],
          volumes: [
            { name: 'scratch', emptyDir: {} },
            { name: 'state', emptyDir: {} },
          ],
        },
      },
    },
  };
}

function manifests(program: Program): object[] {
  const selector = { 'app.kubernetes.io/name': program.name };
  const metadata = { name: program.name, labels: { ...selector, 'app.kubernetes.io/part-of': 'covenant' } };
  const ports = Object.entries(program.ports).map(([name, number]) => ({
    name,
    port: name === 'http' ? 80 : number,
    targetPort: name,
  }));
  return [
    deployment(program),
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector, ports } },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { minAvailable: 1, selector: { matchLabels: selector } },
    },
  ];
}

/**
 * `services.yaml`: a Deployment, a Service and a disruption budget for every service of deploy/local/services.ts and
 * for both apps.
 */
export function renderServices(): string {
  const documents = programs.flatMap(manifests).map(manifest => stringify(manifest, { aliasDuplicateObjects: false }));
  return ['# Written by render.ts from deploy/local/services.ts: node deploy/kubernetes/render.ts', ...documents]
    .join('---\n')
    .replace('.ts---\n', '.ts\n');
}

export const servicesFile = path.join(import.meta.dirname, 'services.yaml');

if (import.meta.main) fs.writeFileSync(servicesFile, renderServices());

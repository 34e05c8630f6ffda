/**
 * The part of a system that a file belongs to: `services/orders/http.ts` to `orders`, `storefront/app/page.tsx` to
 * `storefront`. Folders that hold several are `services`, `apps` and `packages`.
 */
export function consumerOf(file: string): string {
  const [first = '', second = '', third] = file.split('/');
  if (first === 'generated') return second;
  return ['services', 'apps', 'packages'].includes(first) && third !== undefined ? second : first;
}

/** The page, screen, template or module that a file is, for people: `storefront /orders/[id]`, `admin orders`. */
export function partOf(file: string): string {
  const consumer = consumerOf(file);
  const page = /(?:^|\/)app\/(?:(.*)\/)?(?:page|layout|route)\.tsx?$/.exec(file);
  if (page) return `${consumer} /${page[1] ?? ''}`;
  const resource = /\/admin\/([^/]+)\.ts$/.exec(file);
  if (resource && file.startsWith('generated/')) return `admin ${resource[1]}`;
  const screen = /\/screens\/([^/]+)\//.exec(file);
  if (screen) return `${consumer} ${screen[1]}`;
  const template = /\/([^/]+)\.(mjml|liquid|hbs|sms|txt|subject)$/.exec(file);
  return template ? `${consumer}' ${template[1]} message` : consumer;
}

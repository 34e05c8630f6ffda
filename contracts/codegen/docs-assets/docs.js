// The script of a site that `covenant docs` wrote: search, and the forms that send a request. Text of documents is
// only ever set as text.
(() => {
  const root = document.currentScript?.dataset.root ?? '';

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // Search

  const input = document.getElementById('search');
  const results = document.getElementById('results');
  const list = results.querySelector('ul');
  const count = results.querySelector('.count');
  const MOST = 20;
  let loading;

  function loadIndex() {
    loading ??= new Promise((resolve, reject) => {
      const script = element('script', undefined, { src: `${root}assets/search-index.js` });
      script.addEventListener('load', () => {
        const index = globalThis.covenantSearch.map(([title, kind, path, words]) => ({
          ...{ title, kind, path },
          head: title.toLowerCase(),
          text: `${title} ${words}`.toLowerCase(),
        }));
        resolve(index);
      });
      script.addEventListener('error', reject);
      document.head.append(script);
    });
    return loading;
  }

  async function search() {
    const terms = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    results.hidden = terms.length === 0;
    if (terms.length === 0) return;
    const index = await loadIndex();
    const found = index.filter(({ text }) => terms.every(term => text.includes(term)));
    const rank = ({ head }) => (head.startsWith(terms[0]) ? 0 : head.includes(terms[0]) ? 1 : 2);
    found.sort((left, right) => rank(left) - rank(right));
    count.textContent = found.length === 0 ? 'Nothing is called that.' : `${found.length} found`;
    list.replaceChildren(
      ...found.slice(0, MOST).map(({ title, kind, path }) => {
        const link = element('a', title, { href: root + path });
        link.append(' ', element('span', kind, { class: 'about' }));
        const item = element('li');
        item.append(link);
        return item;
      }),
    );
  }

  input.addEventListener('focus', loadIndex, { once: true });
  input.addEventListener('input', search);
  document.addEventListener('keydown', event => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');
    if (event.key === '/' && !isTyping) {
      event.preventDefault();
      input.focus();
    }
    if (event.key === 'Escape' && !results.hidden) {
      results.hidden = true;
      input.focus();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [input, ...list.querySelectorAll('a')];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (results.hidden || at === -1 || !next) return;
    event.preventDefault();
    next.focus();
  });
  document.addEventListener('click', event => {
    if (!event.target.closest?.('.search')) results.hidden = true;
  });

  // Try it

  function requestOf(form) {
    const fields = [...form.querySelectorAll('[data-in]')].map(field => ({ ...field.dataset, value: field.value }));
    const query = new URLSearchParams();
    const headers = new Headers();
    let path = form.dataset.path.replace(/#[^{}]*$/, '');
    for (const { name, in: place, list: kind, value } of fields) {
      if (value === '') continue;
      if (place === 'path') path = path.replaceAll(`{${name}}`, () => encodeURIComponent(value));
      else if (place === 'header') headers.set(name, value);
      else if (kind === 'each') for (const item of value.split(',')) query.append(name, item.trim());
      else query.append(name, value);
    }
    const authorization = form.elements.authorization.value;
    if (authorization !== '') headers.set('authorization', authorization);
    const body = form.elements.body?.value;
    if (body) headers.set('content-type', form.elements.type.value);
    const text = query.toString();
    const url =
      form.elements.base.value.replace(/\/+$/, '') +
      path +
      (text === '' ? '' : `${path.includes('?') ? '&' : '?'}${text}`);
    return { url, init: { method: form.dataset.method, headers, ...(body ? { body } : {}) } };
  }

  function shown(text, type) {
    try {
      return type.includes('json') ? JSON.stringify(JSON.parse(text), null, 2) : text;
    } catch {
      return text;
    }
  }

  async function send(form) {
    const answer = form.querySelector('.answer');
    answer.replaceChildren(element('p', 'Waiting for the answer.'));
    try {
      const { url, init } = requestOf(form);
      const started = performance.now();
      const response = await fetch(url, init);
      const text = await response.text();
      const took = Math.round(performance.now() - started);
      const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
      const type = response.headers.get('content-type') ?? '';
      const pre = element('pre', shown(text, type), { tabindex: '0' });
      const details = element('details');
      details.append(element('summary', 'Headers'), element('pre', headers, { tabindex: '0' }));
      answer.replaceChildren(element('p', `${response.status} ${response.statusText} in ${took} ms`), details, pre);
    } catch (error) {
      const text = `No answer: ${error.message}. The server must be reachable, and allow requests from this page.`;
      answer.replaceChildren(element('p', text));
    }
  }

  const remembered = 'covenant-docs-base';
  for (const form of document.querySelectorAll('form.try')) {
    const base = form.elements.base;
    base.value = localStorage.getItem(remembered) ?? base.value;
    base.addEventListener('change', () => localStorage.setItem(remembered, base.value));
    form.addEventListener('submit', event => {
      event.preventDefault();
      send(form);
    });
  }
})();

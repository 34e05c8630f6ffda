/** The payment page's comfort: digits in groups, errors at once, one payment however often Pay is pressed. Everything works without it. */
const form = document.querySelector('[data-pay]');
const button = form.querySelector('[data-submit]');
const buttonText = form.querySelector('[data-submit-text]');
const notice = form.querySelector('[data-notice]');
const noticeText = form.querySelector('[data-notice-text]');
const brandText = form.querySelector('[data-brand]');
const { email, number, expiry, cvc, name, attempt } = form.elements;
const payLabel = buttonText.textContent;

const brands = [
  ['Visa', /^4/, [4, 4, 4, 4]],
  ['Amex', /^3[47]/, [4, 6, 5]],
  ['Mastercard', /^(5[1-5]|2[2-7])/, [4, 4, 4, 4]],
  ['Discover', /^6(011|4[4-9]|5)/, [4, 4, 4, 4]],
  ['Diners', /^3(0|6|8)/, [4, 6, 4]],
  ['JCB', /^35/, [4, 4, 4, 4]],
  ['UnionPay', /^62/, [4, 4, 4, 4]],
];

const digitsOf = text => text.replace(/\D/g, '');
const brandOf = digits => brands.find(([, pattern]) => pattern.test(digits));

function grouped(digits) {
  const sizes = brandOf(digits)?.[2] ?? [4, 4, 4, 4];
  const groups = [];
  let rest = digits.slice(0, 19);
  for (const size of sizes) {
    if (rest) groups.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  if (rest) groups.push(rest);
  return groups.join(' ');
}

/** Writes the value with the caret behind the same digit as before. */
function rewrite(input, value) {
  if (input.value === value) return;
  const digitsBefore = digitsOf(input.value.slice(0, input.selectionStart)).length;
  input.value = value;
  let caret = 0;
  for (let seen = 0; seen < digitsBefore && caret < value.length; caret++) if (/\d/.test(value[caret])) seen++;
  if (document.activeElement === input) input.setSelectionRange(caret, caret);
}

number.addEventListener('input', () => {
  rewrite(number, grouped(digitsOf(number.value)));
  brandText.textContent = brandOf(digitsOf(number.value))?.[0] ?? '';
});

expiry.addEventListener('input', event => {
  if (event.inputType?.startsWith('delete')) return;
  const typed = expiry.value.replace(/^([2-9])/, '0$1').replace(/^(\d)\s*[/.-]/, '0$1/');
  const digits = digitsOf(typed);
  const [month, year] = [digits.slice(0, 2), digits.length > 4 ? digits.slice(4, 6) : digits.slice(2, 4)];
  expiry.value = month.length === 2 ? `${month} / ${year}` : month;
});

cvc.addEventListener('input', () => {
  cvc.value = digitsOf(cvc.value).slice(0, 4);
});

function passesLuhn(digits) {
  let sum = 0;
  [...digits].reverse().forEach((digit, index) => {
    const value = Number(digit) * (index % 2 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return digits.length >= 12 && sum % 10 === 0;
}

function expiryProblem() {
  const digits = digitsOf(expiry.value);
  const [month, year] = [Number(digits.slice(0, 2)), 2000 + Number(digits.slice(2))];
  if (digits.length !== 4 || month < 1 || month > 12) return "Your card's expiration date is incomplete.";
  const now = new Date();
  const past = year < now.getFullYear() || (year === now.getFullYear() && month <= now.getMonth());
  return past ? "Your card's expiration date is in the past." : '';
}

const checks = {
  email: () =>
    !email.value.trim()
      ? 'Enter your email.'
      : /^\S+@\S+\.\S+$/.test(email.value.trim())
        ? ''
        : 'This email looks incomplete.',
  number: () =>
    !number.value
      ? 'Enter your card number.'
      : passesLuhn(digitsOf(number.value))
        ? ''
        : 'Your card number is incorrect.',
  expiry: () => (expiry.value ? expiryProblem() : 'Enter the expiry date.'),
  cvc: () =>
    !cvc.value ? 'Enter the security code.' : cvc.value.length >= 3 ? '' : "Your card's security code is incomplete.",
  name: () => (name.value.trim() ? '' : 'Enter the name on the card.'),
};

function showError(field, message) {
  const input = form.elements[field];
  form.querySelector(`[data-error-for="${field}"]`).textContent = message;
  if (message) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

/* An error that appears while the mouse is down would move the button away from under it. */
let pressed = false;
let afterPress = [];
addEventListener('pointerdown', () => {
  pressed = true;
});
for (const over of ['pointerup', 'pointercancel']) {
  addEventListener(over, () =>
    setTimeout(() => {
      pressed = false;
      for (const check of afterPress) check();
      afterPress = [];
    }),
  );
}

for (const field of Object.keys(checks)) {
  const input = form.elements[field];
  const check = () => {
    if (input.value && input !== document.activeElement) showError(field, checks[field]());
  };
  input.addEventListener('blur', () => (pressed ? afterPress.push(check) : check()));
  input.addEventListener('input', () => {
    if (input.hasAttribute('aria-invalid')) showError(field, checks[field]());
  });
}

/** Shows every field's error and goes to the first; true when there is none. */
function showErrors(errors) {
  for (const field of Object.keys(checks)) showError(field, errors[field] ?? '');
  const first = Object.keys(checks).find(field => errors[field]);
  if (first) form.elements[first].focus();
  return !first;
}

function showNotice(message) {
  noticeText.textContent = message;
  notice.hidden = !message;
}

let busy = false;

function setBusy(working) {
  busy = working;
  button.setAttribute('aria-disabled', String(working));
  buttonText.textContent = working ? 'Processing…' : payLabel;
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  if (busy) return;
  showNotice('');
  if (!showErrors(Object.fromEntries(Object.entries(checks).map(([field, check]) => [field, check()])))) return;
  setBusy(true);
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(new FormData(form)),
    });
    const answer = await response.json();
    if (answer.redirect) {
      location.assign(answer.redirect);
      return;
    }
    if (answer.reload) {
      location.reload();
      return;
    }
    if (answer.attempt) {
      attempt.value = answer.attempt;
      cvc.value = '';
    }
    if (answer.message) {
      showNotice(answer.message);
      number.select();
    } else showErrors(answer.errors);
  } catch {
    showNotice('The connection failed. Press Pay again: you will not be charged twice.');
  }
  setBusy(false);
});

for (const hint of document.querySelectorAll('[data-fill]')) {
  hint.addEventListener('click', () => {
    number.value = hint.dataset.fill;
    number.dispatchEvent(new Event('input'));
    expiry.value ||= `12 / ${String(new Date().getFullYear() + 4).slice(2)}`;
    cvc.value ||= '123';
    name.value ||= 'Jenny Rosen';
    if (!email.readOnly) email.value ||= 'jenny@example.com';
    for (const field of Object.keys(checks)) showError(field, '');
    button.scrollIntoView({ block: 'nearest' });
    button.focus();
  });
}

/* Back from the shop or the bank: what the page showed then may no longer be true. */
addEventListener('pageshow', event => {
  if (event.persisted) location.reload();
});

// Keeps the price in the button true while the form changes, and shows pictures as they are painted.
// Without this script "Show price" does the first, and the page looks again by itself.

const house = globalThis.trustedTypes
  ? trustedTypes.createPolicy('snug', { createHTML: (text) => text })
  : { createHTML: (text) => text };

// Tells the server that this browser needs no Refresh header.
document.cookie = 'snug-js=1; path=/generate; max-age=604800; samesite=lax';

/* ---- the price ---- */

const form = document.getElementById('ask');
const button = document.getElementById('paint');
let asked = 0;

function seconds(n) {
  return n < 90 ? `about ${Math.max(1, n)} s` : `about ${Math.ceil(n / 60)} min`;
}

async function quote() {
  const turn = ++asked;
  const body = {};
  for (const name of ['count', 'quality', 'orientation', 'style']) body[name] = form.elements[name].value;
  try {
    const answer = await fetch('/api/generate/quote', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': form.elements.csrf.value },
      body: JSON.stringify(body),
    });
    if (!answer.ok || turn !== asked) return;
    const { gems, balance, quoteId, estimatedTime } = await answer.json();
    const missing = Math.round((gems - balance) * 1000) / 1000;
    form.elements.quoteId.value = quoteId;
    button.querySelector('[data-price]').textContent =
      `${gems} ${gems === 1 ? 'gem' : 'gems'}, ${seconds(estimatedTime)}`;
    button.disabled = missing > 0;
    document.getElementById('poor').hidden = missing <= 0;
    document.querySelector('[data-missing]').textContent = String(missing);
  } catch {
    // The price that the form carries still holds: the server charges no more than it.
  }
}

if (form) {
  document.getElementById('show-price').hidden = true;
  form.addEventListener('change', (event) => {
    if (['count', 'quality'].includes(event.target.name)) quote();
  });
  form.addEventListener('submit', (event) => {
    if (event.submitter === button) button.setAttribute('aria-busy', 'true');
  });
  // Back from another page, the button works again and the price is asked for anew.
  addEventListener('pageshow', (event) => {
    button.removeAttribute('aria-busy');
    if (event.persisted) quote();
  });
}

/* ---- pictures ---- */

const POLL_MS = 3000;
let events = null;
let timer = 0;
let stale = false;

const pictures = () => document.getElementById('pictures');
const isOpen = () => pictures().dataset.open === 'true';
const inLightbox = () => location.hash.startsWith('#pic-');

async function look() {
  clearTimeout(timer);
  stale = inLightbox();
  if (stale) return;
  try {
    const url = `/generate?job=${pictures().dataset.job}`;
    const answer = await fetch(url, { headers: { Accept: 'text/html' } });
    if (!answer.ok) throw new Error(String(answer.status));
    const next = new DOMParser().parseFromString(house.createHTML(await answer.text()), 'text/html');
    const queue = document.querySelector('.queue');
    const nextQueue = next.querySelector('.queue');
    if (queue && nextQueue) {
      nextQueue.open = queue.open;
      queue.replaceWith(nextQueue);
    }
    const balance = next.querySelector('[data-balance]');
    if (balance) document.querySelector('[data-balance]').textContent = balance.textContent;
    pictures().replaceWith(next.getElementById('pictures'));
  } catch {
    // The next look may have better luck.
  }
  if (!isOpen()) close();
  else if (!events) timer = setTimeout(look, POLL_MS);
}

function close() {
  events?.close();
  events = null;
  clearTimeout(timer);
}

function listen() {
  if (!isOpen() || events) return;
  events = new EventSource('/stream/me');
  // What happened between the page and its stream is seen by looking once.
  events.addEventListener('open', look);
  events.addEventListener('job_update', (event) => {
    if (JSON.parse(event.data).jobId === pictures().dataset.job) look();
  });
  events.addEventListener('error', () => {
    close();
    timer = setTimeout(look, POLL_MS);
  });
}

addEventListener('pagehide', close);
addEventListener('pageshow', (event) => {
  if (event.persisted && isOpen()) look().then(listen);
});
addEventListener('hashchange', () => {
  if (stale && !inLightbox()) look();
});
listen();

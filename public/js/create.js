// Keeps what is typed about a character without pressing anything: five seconds after the last key, when
// a field is left, and when the page is. Without this script every button of the form keeps it too.

const PAUSE = 5000;
const LISTS = ['tags', 'moreTags', 'accessories', 'traits'];

const form = document.getElementById('wizard');
const said = document.getElementById('saved');
let kept = '';
let timer = 0;
let busy = null;

/** The fields of this step as the API takes them. */
function body() {
  const data = new FormData(form);
  const out = { step: form.dataset.step, autosave: true };
  const users = data.getAll('exampleUser');
  const characters = data.getAll('exampleCharacter');
  for (const [name, value] of data) {
    if (typeof value !== 'string' || ['csrf', 'key', 'exampleUser', 'exampleCharacter'].includes(name)) continue;
    if (!LISTS.includes(name)) out[name] = value;
  }
  for (const name of LISTS) {
    if (!form.querySelector(`[name=${name}]`)) continue;
    out[name] = data.getAll(name).flatMap((text) => text.split(',')).map((text) => text.trim()).filter(Boolean);
  }
  if (users.length > 0) out.exampleDialogues = users.map((user, i) => ({ user, character: characters[i] }));
  return out;
}

/** Once a draft is there, the page is the draft's: a reload shows it. */
function moveTo(id) {
  const address = `/tavern/${id}/edit/${form.dataset.step}`;
  form.dataset.id = id;
  form.action = address;
  history.replaceState(null, '', address);
}

async function send(text, last) {
  const id = form.dataset.id;
  const first = id === '';
  const answer = await fetch(first ? '/api/characters' : `/api/characters/${id}/steps`, {
    method: first ? 'POST' : 'PATCH',
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': form.elements.csrf.value },
    body: first ? JSON.stringify({ ...JSON.parse(text), key: form.elements.key.value }) : text,
    keepalive: last && text.length < 60000,
  });
  if (!answer.ok) throw new Error(String(answer.status));
  if (first) moveTo((await answer.json()).id);
  kept = text;
  said.textContent = 'Kept just now';
}

async function keep({ last = false } = {}) {
  clearTimeout(timer);
  await busy;
  const text = JSON.stringify(body());
  if (text === kept) return;
  busy = send(text, last).catch(() => {
    said.textContent = 'Not kept yet: no answer. It is tried again.';
    timer = setTimeout(keep, PAUSE);
  });
  await busy;
  busy = null;
}

if (form && form.dataset.step !== 'review') {
  kept = JSON.stringify(body());
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener('focusout', () => keep());
  addEventListener('pagehide', () => keep({ last: true }));
  // The form itself keeps what it sends.
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    kept = JSON.stringify(body());
  });
}

// Keeps what is typed about a character without pressing anything: five seconds after the last key and
// when a field is left. Until the house has it, this browser keeps it too, so that a reload loses
// nothing. Without this script every button of the form keeps what was typed.

const PAUSE = 5000;
const LISTS = ['tags', 'moreTags', 'accessories', 'traits'];
const OURS = ['csrf', 'key'];

const form = document.getElementById('wizard');
const said = document.getElementById('saved');
let kept = '';
let base = '';
let waits = false;
let leaving = false;
let timer = 0;
let busy = null;

/** The fields of this step as the API takes them. */
function body() {
  const data = new FormData(form);
  const out = { step: form.dataset.step, autosave: true };
  const users = data.getAll('exampleUser');
  const characters = data.getAll('exampleCharacter');
  for (const [name, value] of data) {
    if (typeof value !== 'string' || [...OURS, 'exampleUser', 'exampleCharacter'].includes(name)) continue;
    if (!LISTS.includes(name)) out[name] = value;
  }
  for (const name of LISTS) {
    if (!form.querySelector(`[name=${name}]`)) continue;
    out[name] = data.getAll(name).flatMap((text) => text.split(',')).map((text) => text.trim()).filter(Boolean);
  }
  // A picture that is about to be sent with the form will be the portrait.
  if (form.elements.file?.files.length > 0) delete out.portrait;
  if (users.length > 0) out.exampleDialogues = users.map((user, i) => ({ user, character: characters[i] }));
  return out;
}

/* ---- this browser's copy ---- */

const place = () => `snug-draft:${form.dataset.id}:${form.dataset.step}`;

/** What the house had when the page was made: a copy on top of something older is a conflict. */
const seen = () => said?.querySelector('time')?.dateTime ?? '';

function copy() {
  const fields = [...new FormData(form)].filter(([name, value]) => !OURS.includes(name) && typeof value === 'string');
  try { sessionStorage.setItem(place(), JSON.stringify({ seen: base, fields })); } catch { /* full, or forbidden */ }
}

function forget() {
  try { sessionStorage.removeItem(place()); } catch { /* forbidden */ }
}

/** Two drafts of one step: the member says which one stays. Nothing is sent before. */
function ask(fields) {
  const box = document.createElement('div');
  const words = document.createElement('p');
  box.className = 'banner banner-warn';
  box.setAttribute('role', 'alert');
  box.tabIndex = -1;
  words.className = 'grow';
  words.textContent = 'This step was changed elsewhere since you typed here. Which words shall stay?';
  box.append(words);
  const choice = (label, then) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-quiet btn-sm';
    button.textContent = label;
    button.addEventListener('click', () => { box.remove(); waits = false; then(); });
    box.append(button);
  };
  choice('Those typed in this browser', () => put(fields));
  choice('Those that the house has', forget);
  waits = true;
  form.prepend(box);
  box.focus();
}

function restore() {
  let found = null;
  try { found = JSON.parse(sessionStorage.getItem(place())); } catch { /* none */ }
  if (!Array.isArray(found?.fields)) return;
  const now = [...new FormData(form)].filter(([name, value]) => !OURS.includes(name) && typeof value === 'string');
  if (JSON.stringify(now) === JSON.stringify(found.fields)) forget();
  else if (found.seen !== base) ask(found.fields);
  else put(found.fields);
}

function put(fields) {
  const values = (name) => fields.filter(([other]) => other === name).map(([, value]) => value);
  for (const field of form.elements) {
    if (!field.name || OURS.includes(field.name) || ['file', 'submit'].includes(field.type)) continue;
    const there = values(field.name);
    const twins = [...form.querySelectorAll(`[name=${field.name}]`)];
    if (['checkbox', 'radio'].includes(field.type)) field.checked = there.includes(field.value);
    else if (there.length === twins.length) field.value = there[twins.indexOf(field)];
  }
  keep();
}

/* ---- the house's ---- */

/** Once a draft is there, the page is the draft's: a reload shows it. */
function moveTo(id) {
  const address = `/tavern/${id}/edit/${form.dataset.step}`;
  forget();
  form.dataset.id = id;
  form.action = address;
  history.replaceState(null, '', address);
}

async function send(text) {
  const id = form.dataset.id;
  const first = id === '';
  const answer = await fetch(first ? '/api/characters' : `/api/characters/${id}/steps`, {
    method: first ? 'POST' : 'PATCH',
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': form.elements.csrf.value },
    body: first ? JSON.stringify({ ...JSON.parse(text), key: form.elements.key.value }) : text,
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const made = await answer.json();
  if (first) moveTo(made.id);
  kept = text;
  base = made.updatedAt ?? base;
  if (JSON.stringify(body()) === kept) forget();
  said.textContent = 'Kept just now';
}

async function keep() {
  clearTimeout(timer);
  await busy;
  if (waits) return;
  const text = JSON.stringify(body());
  if (text === kept) return;
  busy = send(text).catch(() => {
    said.textContent = 'Not kept by the house yet. It is tried again.';
    timer = setTimeout(keep, PAUSE);
  });
  await busy;
  busy = null;
}

if (form && form.dataset.step !== 'review') {
  kept = JSON.stringify(body());
  base = seen();
  restore();
  // What the house does not have yet is not left without a word.
  addEventListener('beforeunload', (event) => {
    if (!leaving && !waits && JSON.stringify(body()) !== kept) event.preventDefault();
  });
  form.addEventListener('input', () => {
    copy();
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  // Who goes to a button is about to send the form, which keeps everything.
  form.addEventListener('focusout', (event) => event.relatedTarget?.closest?.('button') ?? keep());
  // The form itself keeps what it sends.
  form.addEventListener('submit', () => {
    leaving = true;
    clearTimeout(timer);
    forget();
    kept = JSON.stringify(body());
  });
}

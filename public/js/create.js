// Keeps what is typed about a character without pressing anything: five seconds after the last key and
// when a field is left. Until the house has it, this browser keeps it too, so that neither a reload nor a
// closed lid, a lost network or a session that ended loses a word. Without this script every button of the
// form keeps what was typed.

const PAUSE = 5000;
const PATIENCE = 3000; // with what is on its way, before the form goes all the same
const OLD = 30 * 24 * 3600 * 1000;
const LISTS = ['tags', 'moreTags', 'accessories', 'traits', 'contentNotes'];
const OURS = ['csrf', 'key', 'mark'];

const form = document.getElementById('wizard');
const said = document.getElementById('saved');
// Lists of texts: their names in the API, and the fields that are their rows.
const TEXTS = [...(form?.querySelectorAll('[data-row]') ?? [])].map((list) => ({ name: list.id.replace('f-', ''), row: list.dataset.row }));
let kept = '';
let waits = false;
let leaving = false;
let timer = 0;
let busy = null;
let hurried = false;

const fieldsNow = () => [...new FormData(form)].filter(([name, value]) => !OURS.includes(name) && typeof value === 'string');

/** The fields of this step as the API takes them. */
function body(of = form) {
  const data = new FormData(of);
  const out = { step: form.dataset.step, autosave: true };
  const users = data.getAll('exampleUser');
  const characters = data.getAll('exampleCharacter');
  for (const [name, value] of data) {
    if (typeof value !== 'string' || [...OURS, 'exampleUser', 'exampleCharacter', 'findTag', ...TEXTS.map(({ row }) => row)].includes(name)) continue;
    if (!LISTS.includes(name)) out[name] = value;
  }
  for (const name of LISTS) {
    if (!form.querySelector(`[name=${name}]`)) continue;
    out[name] = data.getAll(name).flatMap((text) => text.split(',')).map((text) => text.trim()).filter(Boolean);
  }
  // A picture that is about to be sent with the form will be the portrait.
  if (form.elements.file?.files.length > 0) delete out.portrait;
  for (const { name, row } of TEXTS) out[name] = data.getAll(row);
  if (users.length > 0) out.exampleDialogues = users.map((user, i) => ({ user, character: characters[i] }));
  return out;
}

const isKept = () => JSON.stringify(body()) === kept;

/* ---- this browser's copy ---- */

const prefix = () => `snug-draft:${form.dataset.member}:`;
const place = () => `${prefix()}${form.dataset.id}:${form.dataset.step}`;

/** The step as the page brought it, whatever was typed before this script came. */
function asBrought() {
  const page = form.cloneNode(true);
  page.reset();
  return JSON.stringify(body(page));
}

/** What is typed, and what it was typed on: a mark of no step while the member has not chosen yet. */
function copy(sent = '') {
  const mark = waits ? '' : form.elements.mark.value;
  try { localStorage.setItem(place(), JSON.stringify({ mark, sent, at: Date.now(), fields: fieldsNow() })); } catch { /* full, or forbidden */ }
}

function forget() {
  try { localStorage.removeItem(place()); } catch { /* forbidden */ }
}

/** Copies that nobody came back for, and those of a form that led here: it arrived. */
function sweep() {
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith('snug-draft:'))) {
      const { at, sent } = JSON.parse(localStorage.getItem(name));
      const led = sent && name !== place() && [form.dataset.id, ''].some((id) => name.startsWith(`${prefix()}${id}:`));
      if (led || !(at > Date.now() - OLD)) localStorage.removeItem(name);
    }
  } catch { /* forbidden */ }
}

/** Whether the house has these words, though it may write lists and numbers in its own way. */
function hasWords(fields) {
  const words = (list) => JSON.stringify(list.filter(([name]) => !LISTS.includes(name)).map(([name, value]) => [name, value.trim().replace(/\r\n/g, '\n')]));
  return words(fields) === words(fieldsNow());
}

/** Two drafts of one step: the member says which one stays. Nothing is sent before. */
function ask(mark, keepTyped) {
  document.getElementById('choice')?.remove();
  const box = document.createElement('div');
  const words = document.createElement('p');
  box.id = 'choice';
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
  choice('Those typed in this browser', () => { form.elements.mark.value = mark; keepTyped(); });
  choice('Those that the house has', () => { forget(); leaving = true; location.reload(); });
  waits = true;
  said.textContent = 'Not kept by the house yet.';
  form.prepend(box);
  box.focus();
}

function restore() {
  let found = null;
  try { found = JSON.parse(localStorage.getItem(place())); } catch { /* none */ }
  if (!Array.isArray(found?.fields)) return;
  const { value: mark } = form.elements.mark;
  if (JSON.stringify(fieldsNow()) === JSON.stringify(found.fields)) forget();
  else if (found.mark === mark) put(found.fields);
  // A button of a row (an example, a way to talk) changes the words on the way.
  else if (found.sent === 'row' || (found.sent && hasWords(found.fields))) forget();
  else ask(mark, () => put(found.fields));
}

/** As many rows of a kind, in a part of the form, as there were. */
function fitRows(part, kind, count) {
  let rows = [...form.querySelectorAll(`#f-${part} .${kind}`)];
  if (rows.length === 0) return;
  for (; rows.length > Math.max(count, 1); rows = rows.slice(0, -1)) rows.at(-1).remove();
  for (let n = rows.length + 1; n <= count; n += 1) {
    const row = rows[0].cloneNode(true);
    row.id = row.id.replace(/\d+$/, n);
    for (const one of row.querySelectorAll('[id], [for]')) {
      for (const name of ['id', 'for']) if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).replace(/\d+$/, n));
    }
    for (const number of row.querySelectorAll('label small')) number.textContent = n;
    const button = row.querySelector('button');
    for (const name of ['value', 'aria-label']) button?.setAttribute(name, button.getAttribute(name).replace(/\d+/, n));
    [...form.querySelectorAll(`#f-${part} .${kind}`)].at(-1).after(row);
  }
}

function put(fields) {
  const values = (name) => fields.filter(([other]) => other === name).map(([, value]) => value);
  fitRows('exampleDialogues', 'exchange', values('exampleUser').length);
  for (const { name, row } of TEXTS) fitRows(name, 'text-row', values(row).length);
  for (const field of form.elements) {
    if (!field.name || OURS.includes(field.name) || ['file', 'submit'].includes(field.type)) continue;
    const there = values(field.name);
    const twins = [...form.querySelectorAll(`[name=${field.name}]:not(button)`)];
    if (['checkbox', 'radio'].includes(field.type)) field.checked = there.includes(field.value);
    else if (there.length === twins.length) field.value = there[twins.indexOf(field)];
  }
  copy();
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

const call = (text) => fetch(form.dataset.id === '' ? '/api/characters' : `/api/characters/${form.dataset.id}/steps`, {
  method: form.dataset.id === '' ? 'POST' : 'PATCH',
  headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': form.elements.csrf.value },
  body: JSON.stringify({ ...JSON.parse(text), mark: form.elements.mark.value,
    ...(form.dataset.id === '' && { key: form.elements.key.value }) }),
});

/** Who signed in anew, in another tab, has another token. */
async function renew() {
  const me = await fetch('/api/me', { headers: { Accept: 'application/json' } });
  if (!me.ok) return false;
  const { csrfToken, user } = await me.json();
  if (user.username !== form.dataset.member) return false;
  for (const field of document.querySelectorAll('input[name=csrf]')) field.value = csrfToken;
  return true;
}

const WORDS = {
  401: 'You are signed out. Sign in in another tab: what you typed is kept in this browser, and goes on from here.',
  409: 'The house has no room for another draft. What you typed is kept in this browser.',
  422: 'Something cannot be read as it is. What you typed is kept in this browser.',
};

async function send(text) {
  let answer = await call(text);
  if (answer.status === 403 && await renew()) answer = await call(text);
  if (answer.status === 409) {
    const { error } = await answer.json();
    if (error.mark) {
      ask(error.mark, keep);
      copy();
      return;
    }
  }
  if (!answer.ok) throw new Error(WORDS[answer.status === 403 ? 401 : answer.status] ?? '');
  const made = await answer.json();
  if (form.dataset.id === '') moveTo(made.id);
  kept = text;
  form.elements.mark.value = made.mark;
  if (isKept()) forget();
  else copy();
  said.textContent = 'Kept just now';
}

async function keep() {
  clearTimeout(timer);
  await busy;
  if (waits) return;
  const text = JSON.stringify(body());
  if (text === kept) return;
  busy = send(text).catch((error) => {
    said.textContent = error.message.includes(' ') && error.name === 'Error' ? error.message : 'Not kept by the house yet. It is tried again.';
    timer = setTimeout(keep, PAUSE);
  });
  await busy;
  busy = null;
}

function typed() {
  copy();
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

/** The moment of publishing where the member is: the field is in UTC. */
function tellMoment() {
  const field = form.elements.publishAt;
  if (!field) return;
  const note = document.createElement('p');
  note.className = 'field-help';
  field.closest('.field').append(note);
  const tell = () => {
    const at = new Date(`${field.value}Z`);
    note.textContent = Number.isNaN(at.getTime()) ? '' : `Where you are that is ${at.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}.`;
  };
  field.addEventListener('input', tell);
  tell();
}

if (form && form.dataset.step !== 'review') {
  tellMoment();
  sweep();
  waits = form.dataset.changed === 'true';
  kept = waits ? '' : asBrought();
  if (waits) document.getElementById('changed').focus();
  else if (isKept()) restore();
  else typed();
  // What the house does not have yet is not left without a word.
  addEventListener('beforeunload', (event) => {
    if (!leaving && !isKept()) event.preventDefault();
  });
  addEventListener('online', keep);
  form.addEventListener('input', typed);
  // Who goes to a button is about to send the form, which keeps everything.
  form.addEventListener('focusout', (event) => event.relatedTarget?.closest?.('button') ?? keep());
  // The form itself keeps what it sends; the copy stays until the next page says that it was. What is on its
  // way comes first: the form would be older than it, as if the step had been changed elsewhere.
  form.addEventListener('submit', async (event) => {
    clearTimeout(timer);
    if (busy && !hurried) {
      event.preventDefault();
      await Promise.race([busy, new Promise((late) => { setTimeout(late, PATIENCE); })]);
      hurried = Boolean(busy);
      if (!waits) form.requestSubmit(event.submitter);
      return;
    }
    leaving = true;
    copy(event.submitter?.name ?? 'go');
  });
}

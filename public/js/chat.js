// Makes a chat nicer: sends without leaving the page, shows the reply as it is written, keeps drafts,
// keeps tabs and devices in step, loads earlier messages in place. All of it works as plain forms, too.

const MOST_ARTICLES = 200;
const chat = document.getElementById('chat');
const list = document.getElementById('messages');
const box = list?.parentElement;
const form = document.getElementById('composer-form');
const input = form?.querySelector('textarea');
const toasts = document.querySelector('.toasts');
const says = document.getElementById('says');
const id = chat?.dataset.chat;

const house = globalThis.trustedTypes
  ? trustedTypes.createPolicy('snug', { createHTML: (text) => text })
  : { createHTML: (text) => text };

function element(name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Says something in a corner, with a button if there is something to do about it. */
function say(text, action, act) {
  const line = element('p', 'toast', text);
  if (action) {
    const button = element('button', 'btn btn-quiet btn-sm', action);
    button.type = 'button';
    button.addEventListener('click', () => { line.remove(); act(); });
    line.append(' ', button);
  }
  toasts?.replaceChildren(line);
}

// ---- scrolling: the column is reversed, so it stays at the newest line by itself ----------------

const atEnd = () => box.scrollTop > -120;
const toEnd = () => { box.scrollTop = 0; };
const articles = () => [...list.querySelectorAll('article')];

const newest = element('button', 'btn newest', 'Newest');
newest.type = 'button';
newest.hidden = true;
newest.addEventListener('click', () => {
  if (chat.dataset.past) location.assign(`/chat/${id}`);
  else toEnd();
});

function showNewest() {
  newest.hidden = atEnd() && !chat.dataset.past;
  if (newest.hidden) newest.textContent = 'Newest';
}

/** Something new stands where nobody looks: below what is read, or in a tab behind others. */
function pointOut() {
  if (!atEnd()) newest.textContent = 'New below';
  if (document.hidden && !document.title.startsWith('• ')) document.title = `• ${document.title}`;
}
document.addEventListener('visibilitychange', () => { document.title = document.title.replace(/^• /, ''); });

// ---- parts of pages -----------------------------------------------------------------------------

/** Fetches a page of this house as a document. */
async function fetchPage(url, options = {}) {
  const answer = await fetch(url, { credentials: 'same-origin', ...options,
    headers: { Accept: 'text/html', ...options.headers } });
  const page = new DOMParser().parseFromString(house.createHTML(await answer.text()), 'text/html');
  return { answer, page };
}

const siblingsAfter = (node) => {
  const found = [];
  for (let next = node.nextSibling; next; next = next.nextSibling) found.push(next);
  return found;
};

/** Whoever goes by keys stays at the button that they pressed, though its message is a new one. */
function keepFocus() {
  const held = document.activeElement;
  const foot = held?.closest('.msg-foot');
  const tools = (message) => [...(message?.querySelectorAll('.msg-foot :is(a, button)') ?? [])];
  const at = foot ? articles().indexOf(foot.parentElement) - articles().length : 0;
  const place = foot ? tools(foot.parentElement).indexOf(held) : 0;
  return () => { if (foot) (tools(articles().at(at))[place] ?? box).focus({ preventScroll: true }); };
}

/** Takes over the messages of a page; earlier ones that are here and not there stay. */
function showMessages(next) {
  const editor = list.querySelector('#edit');
  const at = editor?.closest('.msg').id;
  const refocus = keepFocus();
  takeMessages(next);
  refocus();
  if (editor) document.getElementById(at)?.querySelector('.msg-text').replaceChildren(editor);
}

function takeMessages(next) {
  const first = next.querySelector('article');
  const here = first && document.getElementById(first.id);
  if (!here || list.querySelector('#newer')) {
    list.replaceChildren(...next.childNodes);
    return;
  }
  for (const field of next.querySelectorAll('input')) list.elements[field.name].value = field.value;
  while (here.nextSibling) here.nextSibling.remove();
  list.append(...siblingsAfter(first));
  here.replaceWith(first);
}

const swap = (page, selector, before) => {
  for (const old of document.querySelectorAll(selector)) old.remove();
  const next = page.querySelector(selector);
  if (next) before.before(next);
};

/** Takes over what a page of this chat shows, but for the text in the box, which is newer here. */
function show(page) {
  const next = page.getElementById('messages');
  const nextChat = page.getElementById('chat');
  if (!next || nextChat?.dataset.chat !== id) return false;
  const nextForm = page.getElementById('composer-form');
  if (!nextForm.elements.content) { // it was ended elsewhere
    location.reload();
    return true;
  }
  showMessages(next);
  for (const name of ['csrf', 'idempotencyKey', 'parentId']) {
    if (nextForm.elements[name] && form.elements[name]) form.elements[name].value = nextForm.elements[name].value;
  }
  for (const part of ['.composer-send', '.composer-chips']) {
    form.querySelector(part).replaceWith(nextForm.querySelector(part));
  }
  form.querySelector('.composer-error')?.remove();
  const error = nextForm.querySelector('.composer-error');
  if (error) form.prepend(error);
  swap(page, 'div.composer', form);
  swap(page, '.undo', form);
  setBalance(page.querySelector('[data-balance]')?.textContent);
  for (const name of ['stream', 'event', 'past']) {
    if (nextChat.dataset[name]) chat.dataset[name] = nextChat.dataset[name];
    else delete chat.dataset[name];
  }
  return true;
}

function setBalance(text) {
  if (text === undefined || text === null) return;
  for (const number of document.querySelectorAll('[data-balance]')) number.textContent = text;
}

async function refresh() {
  const { answer, page } = await fetchPage(`/chat/${id}`);
  if (answer.ok) show(page);
  listen();
}

// ---- one event stream at a time: of the reply that is being written, else of the member ---------

let source = null;

/** Opens a stream that comes back by itself, and after a while asks whether to try once more. */
function stream(url, after, events) {
  let tries = 0;
  let from = after;
  source?.close();
  const connect = () => {
    const mine = new EventSource(from ? `${url}?after=${from}` : url);
    source = mine;
    mine.addEventListener('open', () => { tries = 0; });
    for (const [name, act] of Object.entries(events)) {
      mine.addEventListener(name, (event) => {
        if (source !== mine || event.data === undefined) return;
        from = Number(event.lastEventId) || from;
        act(JSON.parse(event.data), Number(event.lastEventId));
      });
    }
    mine.addEventListener('error', (event) => {
      if (source !== mine || event.data !== undefined) return;
      mine.close();
      tries += 1;
      if (tries > 6) {
        say('The connection is gone. What is being written goes on in the house.', 'Try again', refreshOrSay);
      } else {
        setTimeout(() => { if (source === mine) connect(); }, Math.min(8000, 300 * 2 ** tries));
      }
    });
  };
  connect();
}

const refreshOrSay = () => refresh().catch(() => say('Still no connection.', 'Try again', refreshOrSay));

/** Puts plain text with *actions* into an element, paragraph by paragraph. */
function write(target, text) {
  target.replaceChildren(...text.split(/\n{2,}/).map((part) => {
    const p = document.createElement('p');
    for (const piece of part.split(/(\*[^*\n]+\*)/)) {
      p.append(/^\*[^*]+\*$/.test(piece) ? element('em', '', piece.slice(1, -1)) : piece);
    }
    return p;
  }));
}

let countdown = 0;

/** The provider is asked again later: says so below the reply, with the seconds that are left. */
function sayWait(live, { message, etaSeconds, dueAt }) {
  const line = live.querySelector('.msg-wait') ?? element('p', 'msg-note msg-wait');
  const left = element('span', '');
  const due = Math.min(Date.now() + etaSeconds * 1000, Date.parse(dueAt));
  line.setAttribute('role', 'status');
  left.setAttribute('aria-hidden', 'true');
  line.replaceChildren(`${message} `, left);
  live.append(line);
  const tell = () => { left.textContent = due > Date.now() ? `${Math.ceil((due - Date.now()) / 1000)}\u00a0s` : 'now'; };
  clearInterval(countdown);
  countdown = setInterval(tell, 1000);
  tell();
}

function followReply(url) {
  const live = list.querySelector('.msg-live .msg-text');
  let text = live?.dataset.before ?? '';
  let painting = false;
  live?.setAttribute('aria-busy', 'true');
  const noWait = () => {
    clearInterval(countdown);
    live?.parentElement.querySelector('.msg-wait')?.remove();
  };
  const end = () => {
    source?.close();
    noWait();
    refresh().then(announce).catch(() => say('The reply is done.', 'Show it', refreshOrSay));
  };
  stream(url, 0, {
    job_update: (data) => { if (live && !text) sayWait(live.parentElement, data); },
    token_delta: (data) => {
      if (!text) noWait();
      text += data.text;
      if (painting) return;
      painting = true;
      requestAnimationFrame(() => {
        painting = false;
        if (live) write(live, text);
      });
    },
    message_complete: end,
    moderation_block: end,
    credit_update: (data) => setBalance(String(data.gemBalance)),
    error: (data) => {
      if (data.code !== 'INSUFFICIENT_GEMS') say(data.message);
      end();
    },
  });
}

/** Reads a finished reply out, once, to those who listen. */
function announce() {
  const last = articles().at(-1);
  const who = last?.querySelector('.msg-head strong')?.textContent ?? '';
  pointOut();
  says.textContent = last ? `${who}: ${last.querySelector('.msg-text').textContent.trim().slice(0, 1500)}` : '';
}

let sending = false;

/** A line that was written for the member goes behind what stands in the box. */
function takeLine({ text, message }) {
  document.getElementById('lending')?.remove();
  if (!text) { say(message); return; }
  input.value = input.value.trim() ? `${input.value}\n\n${text}` : text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.focus();
}

/** What other tabs and devices do to this chat shows here, too; a reader elsewhere in it is asked. */
function followMember() {
  stream('/stream/me', chat.dataset.event, {
    credit_update: (data) => setBalance(String(data.gemBalance)),
    draft_update: (data) => { if (data.chatId === id) takeLine(data); },
    chat_update: (data, at) => {
      if (data.chatId !== id || sending || at <= Number(chat.dataset.event)) return;
      if (chat.dataset.past || sheet?.open) {
        say('This chat went on elsewhere.', 'Show', () => location.assign(`/chat/${id}`));
      } else {
        refreshOrSay().then(pointOut);
      }
    },
  });
}

function listen() {
  if (chat.dataset.stream) followReply(chat.dataset.stream);
  else followMember();
}

addEventListener('pagehide', () => { keepDraftNow(); source?.close(); });
addEventListener('pageshow', (event) => { if (event.persisted && chat) refreshOrSay(); });

// ---- earlier and later messages, in place -------------------------------------------------------

let loading = false;

const linkTo = (noticeId, text, url) => {
  let notice = list.querySelector(`#${noticeId}`);
  if (!notice) {
    notice = element('p', 'notice');
    notice.id = noticeId;
    notice.append(element('a', '', text));
    if (noticeId === 'older') list.prepend(notice);
    else list.append(notice);
  }
  notice.firstElementChild.href = url;
};

/** Keeps the page light: what is far from where one reads goes, and a link leads back to it. */
function trim(fromTop) {
  const all = articles();
  const gone = fromTop ? all.slice(0, -MOST_ARTICLES) : all.slice(MOST_ARTICLES);
  if (gone.length === 0) return;
  const number = (one) => one.id.slice(2);
  const height = list.offsetHeight;
  for (const one of gone) {
    if (one.previousElementSibling?.matches('.day')) one.previousElementSibling.remove();
    one.remove();
  }
  if (fromTop) {
    linkTo('older', 'Earlier messages', `/chat/${id}?before=${number(gone.at(-1))}`);
  } else {
    linkTo('newer', 'Later messages', `/chat/${id}?after=${number(articles().at(-1))}`);
    chat.dataset.past = 'yes';
    box.scrollTop += height - list.offsetHeight;
  }
}

async function load(link) {
  if (loading) return;
  loading = true;
  const notice = link.parentElement;
  const isOlder = notice.id === 'older';
  try {
    const { answer, page } = await fetchPage(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    const next = page.getElementById('messages');
    for (const field of next.querySelectorAll('input')) field.remove();
    for (const one of next.querySelectorAll(isOlder ? '#newer, #newer ~ *' : '#older')) one.remove();
    for (const one of next.querySelectorAll('.notice:not([id])')) if (isOlder && next.querySelector('#older')) one.remove();
    for (const day of next.querySelectorAll('.day')) document.getElementById(day.id)?.remove();
    const end = atEnd();
    notice.replaceWith(...next.childNodes);
    if (!isOlder && !list.querySelector('#newer')) delete chat.dataset.past;
    trim(!isOlder);
    watchEnds();
    if (end && !isOlder) toEnd();
  } catch {
    say('These messages could not be fetched.', 'Try again', () => load(link));
  } finally {
    loading = false;
  }
}

const ends = box && new IntersectionObserver((seen) => {
  for (const one of seen) if (one.isIntersecting) load(one.target.firstElementChild);
}, { root: box, rootMargin: '300px' });

function watchEnds() {
  ends.disconnect();
  const older = list.querySelector('#older');
  if (older) ends.observe(older);
}

// ---- sending ------------------------------------------------------------------------------------

/** Where a form goes. A button without an address of its own says that of the page, so ask it first. */
const target = (formElement, button) =>
  (button?.hasAttribute('formaction') ? button.formAction : formElement.action);

/** What was asked for is done: the page shows it, or one goes where it leads. */
function settle(formElement, answer, page) {
  sheet?.close();
  if (formElement.id === 'edit') formElement.remove();
  if (!show(page)) {
    location.assign(answer.url);
    return;
  }
  const place = document.getElementById(new URL(answer.url).hash.slice(1));
  if (place?.matches('article')) place.scrollIntoView({ block: 'nearest' });
}

/** It was refused: says why, and whatever was typed stays where it was typed. */
function complain(formElement, page) {
  const isEditor = formElement.parentElement.matches('.msg-text');
  if (page.getElementById('edit') && isEditor) putEditor(formElement.parentElement, page);
  else if (page.getElementById('sheet') && sheet?.open) fillSheet(page);
  else {
    show(page);
    const why = page.querySelector('.composer-error') ?? page.querySelector('.empty p:not([class])');
    const words = why?.textContent ?? 'That was refused. What you wrote is still here.';
    if (sheet?.open) sheet.prepend(element('p', 'field-error', words));
    else say(words);
  }
}

async function submit(formElement, button) {
  if (sending) return;
  sending = true;
  const isSend = formElement === form && !button?.hasAttribute('formnovalidate');
  button?.setAttribute('aria-busy', 'true');
  clearTimeout(draftTimer);
  try {
    const body = new URLSearchParams(new FormData(formElement, button ?? undefined));
    await keeping;
    const { answer, page } = await fetchPage(target(formElement, button), { method: 'POST', body });
    if (isSend && answer.ok) {
      input.value = '';
      kept = '';
      resize();
    }
    if (answer.ok) settle(formElement, answer, page);
    else complain(formElement, page);
    if (isSend && answer.ok) toEnd();
    else if (isSend) input.focus();
  } catch {
    say('That did not go out. What you wrote is still here.', 'Try again', () => submit(formElement, button));
  } finally {
    sending = false;
    button?.removeAttribute('aria-busy');
  }
  listen();
}

const isReplying = () => Boolean(chat.dataset.stream);

// ---- the composer -------------------------------------------------------------------------------

function resize() {
  // Rows instead of a height: the page's policy allows no inline style.
  const lines = input.value.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 60), 0);
  input.rows = Math.max(1, Math.min(8, lines));
}

let draftTimer = 0;
let kept = input?.value;
let keeping = null; // what is on its way must arrive before a message is sent, or it would come back

function keepDraftNow() {
  clearTimeout(draftTimer);
  if (!input || input.value === kept) return;
  kept = input.value;
  const body = new URLSearchParams({ draft: kept, csrf: form.elements.csrf.value });
  keeping = fetch(`/chat/${id}`, { method: 'POST', body, keepalive: true, headers: { Accept: 'application/json' } })
    .catch(() => { kept = null; });
}

function keepDraft() {
  clearTimeout(draftTimer);
  draftTimer = setTimeout(keepDraftNow, 2000);
}

/** Puts asterisks around what is selected, or where one writes. */
function putAround(mark) {
  const { selectionStart: from, selectionEnd: to, value } = input;
  const half = mark.slice(0, mark.length / 2);
  input.setRangeText(half + value.slice(from, to) + half, from, to, 'end');
  input.focus();
  if (from === to) input.setSelectionRange(from + half.length, from + half.length);
  resize();
  keepDraft();
}

// ---- editing a message where it stands -----------------------------------------------------------

/** Puts the form of a message's page in the place of its text. */
function putEditor(text, page) {
  const editor = page.getElementById('edit');
  const cancel = element('button', 'btn btn-bare', 'Cancel');
  cancel.type = 'button';
  cancel.addEventListener('click', () => { text.replaceChildren(...text.was); box.focus({ preventScroll: true }); });
  editor.className = '';
  editor.querySelector('h2').className = 'vh';
  editor.querySelector('.row').append(cancel);
  text.was ??= [...text.childNodes];
  text.replaceChildren(editor);
  editor.elements.content.focus();
  editor.scrollIntoView({ block: 'nearest' });
}

async function editHere(link) {
  if (list.querySelector('#edit')) { list.querySelector('#f-content').focus(); return; }
  try {
    const { answer, page } = await fetchPage(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    putEditor(link.closest('.msg').querySelector('.msg-text'), page);
  } catch {
    location.assign(link.href);
  }
}

function copy(message) {
  navigator.clipboard.writeText(message.querySelector('.msg-text').innerText.trim())
    .then(() => say('Copied.'), () => say('The browser does not let this page copy.'));
}

// ---- a sheet over the page: one message, the keys -----------------------------------------------

let sheet = null;

function fillSheet(page) {
  if (!sheet) {
    sheet = element('dialog', 'sheet stack');
    chat.append(sheet);
    sheet.addEventListener('click', (event) => { if (event.target === sheet) sheet.close(); });
    sheet.addEventListener('close', () => {
      sheet.replaceChildren();
      if (document.activeElement === document.body) box.focus({ preventScroll: true });
    });
  }
  const close = element('button', 'btn btn-quiet btn-sm', 'Close');
  close.type = 'button';
  close.addEventListener('click', () => sheet.close());
  const main = page.querySelector('main');
  for (const part of main.querySelectorAll('.page-head, .toasts, .back')) part.remove();
  sheet.setAttribute('aria-label', page.title);
  sheet.replaceChildren(close, ...main.childNodes);
  showEnter();
  if (!sheet.open) sheet.showModal();
}

async function openSheet(url) {
  try {
    const { answer, page } = await fetchPage(url);
    if (!answer.ok || !page.getElementById('sheet')) throw new Error(String(answer.status));
    fillSheet(page);
  } catch {
    location.assign(url);
  }
}

// ---- keys ---------------------------------------------------------------------------------------

const here = () => list.querySelector('.is-here') ?? articles().at(-1);

function step(by) {
  const all = articles();
  const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(here()) + by))];
  for (const one of list.querySelectorAll('.is-here')) one.classList.remove('is-here');
  next?.classList.add('is-here');
  next?.scrollIntoView({ block: 'nearest' });
  next?.querySelector('.msg-more')?.focus({ preventScroll: true });
}

const press = (selector) => list.querySelector(`.msg-last ${selector}`)?.click();

const KEYS = {
  '?': () => openSheet('/chat/keys'),
  '/': () => input.focus(),
  j: () => step(1),
  k: () => step(-1),
  e: () => here().querySelector('.msg-edit')?.click(),
  m: () => here().querySelector('.msg-more')?.click(),
  r: () => press('[value^="again"]'),
  c: () => form.querySelector('[formaction$="/continue"]')?.click(),
  f: () => location.assign(`/chat/${id}/search`),
  t: () => location.assign(`/chat/${id}/tree`),
  ArrowLeft: () => here().querySelector('.swipes button')?.click(),
  ArrowRight: () => here().querySelector('.swipes button:last-child')?.click(),
  End: () => newest.click(),
};

// Whether Enter sends without Ctrl is a matter of this device.
const entersSend = () => localStorage.getItem('enter') === 'sends';

function showEnter() {
  const choice = document.getElementById('enter-sends');
  if (choice) choice.checked = entersSend();
}

document.addEventListener('change', ({ target: choice }) => {
  if (choice.id === 'enter-sends') localStorage.setItem('enter', choice.checked ? 'sends' : 'breaks');
});
showEnter();

function send() {
  if (isReplying()) say('The reply is still being written. Your message waits here.');
  else form.requestSubmit(form.querySelector('.composer-send'));
}

/** Leaves what is open, the innermost first. False when nothing was. */
function leave(from) {
  const menu = document.querySelector('.menu[open]');
  const editor = from.closest('#edit');
  if (menu) {
    menu.open = false;
    menu.firstElementChild.focus();
  } else if (editor) {
    editor.querySelector('.row > :last-child').click();
  } else if (document.querySelector('.panel:target, .panel :target')) {
    location.hash = 'composer';
  } else if (from === input) {
    input.blur();
  } else {
    return false;
  }
  return true;
}

function onKey(event) {
  const from = event.target;
  const inText = from.closest('input, textarea, select, dialog[open]');
  const isHeld = event.ctrlKey || event.metaKey;
  if (event.key === 'Enter' && !event.isComposing && from.matches('textarea') &&
    (isHeld || (from === input && entersSend() && !event.shiftKey))) {
    event.preventDefault();
    if (from === input) send();
    else from.form.requestSubmit(from.form.querySelector('.btn-solid'));
  } else if (event.key === 'Escape' && !sheet?.open) {
    if (!leave(from) && isReplying()) form.querySelector('[formaction$="/stop"]')?.click();
  } else if (!inText && !event.ctrlKey && !event.metaKey && !event.altKey && KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
}

// ---- phones -------------------------------------------------------------------------------------

/** A stroke across the newest reply turns to another version that is there; it never orders one. */
function watchFingers() {
  let start = null;
  list.addEventListener('touchstart', ({ target: at, touches: [finger, more] }) => {
    start = more || at.closest('pre, table, #edit, .msg-foot') || !at.closest('.msg-last') ? null : finger;
  }, { passive: true });
  list.addEventListener('touchend', ({ changedTouches: [finger] }) => {
    const far = start ? finger.clientX - start.clientX : 0;
    if (Math.abs(far) < 70 || Math.abs(finger.clientY - start.clientY) > 40) return;
    const button = list.querySelector(`.msg-last .swipes button${far > 0 ? '' : ':last-child'}`);
    if (button?.dataset.makes === undefined) button?.click();
  });
}

/** Where the keyboard lies over the page, the page ends above it. */
function watchKeyboard() {
  const seen = globalThis.visualViewport;
  seen?.addEventListener('resize', () => {
    const isCovered = seen.scale === 1 && seen.height < innerHeight - 80;
    document.body.style.height = isCovered ? `${seen.height}px` : '';
    if (isCovered) scrollTo(0, 0);
  });
}

if (chat && form && input) {
  chat.append(newest);
  // On the way down: on the way up a form within the form of the conversation is not heard of.
  document.addEventListener('submit', (event) => {
    const { target: formElement, submitter } = event;
    const path = new URL(target(formElement, submitter), location.href).pathname;
    if (!chat.contains(formElement) || !path.startsWith(`/chat/${id}/`) || formElement.method !== 'post' ||
      /\/(branch|impersonate|break)$/.test(path)) return;
    event.preventDefault();
    submit(formElement, submitter);
  }, true);
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    const mark = event.target.closest('[data-put]');
    const copies = event.target.closest('.msg-copy');
    if (mark) putAround(mark.dataset.put);
    if (copies) copy(copies.closest('.msg'));
    if (event.target.closest('.menu-panel')) event.target.closest('.menu').open = false;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const isEnd = link.parentElement.matches('#older, #newer');
    if (!isEnd && !link.matches('.msg-more, .msg-edit, [data-keys]')) return;
    event.preventDefault();
    if (isEnd) load(link);
    else if (link.matches('.msg-edit')) editHere(link);
    else openSheet(link.href);
  });
  document.addEventListener('keydown', onKey);
  input.addEventListener('input', () => { resize(); keepDraft(); });
  input.addEventListener('blur', keepDraftNow);
  box.addEventListener('scroll', showNewest, { passive: true });
  newest.hidden = !chat.dataset.past;
  watchFingers();
  watchKeyboard();
  resize();
  if (location.hash.startsWith('#m-')) document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: 'center' });
  else toEnd();
  watchEnds();
  listen();
}

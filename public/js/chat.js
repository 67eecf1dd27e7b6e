// Makes a chat nicer: sends without leaving the page, shows the reply as it is written, keeps drafts.
// Everything here works as plain forms, too.

const chat = document.getElementById('chat');
const list = document.getElementById('messages');
const box = list?.parentElement;
const form = document.querySelector('form.composer');
const input = form?.querySelector('textarea');
const toasts = document.querySelector('.toasts');
const id = chat?.dataset.chat;

const house = globalThis.trustedTypes
  ? trustedTypes.createPolicy('snug', { createHTML: (text) => text })
  : { createHTML: (text) => text };

function say(text) {
  const line = document.createElement('p');
  line.className = 'toast';
  line.textContent = text;
  toasts?.replaceChildren(line);
}

// ---- scrolling: follow new text only while the reader is at the end ---------------------------

const atEnd = () => box.scrollHeight - box.scrollTop - box.clientHeight < 120;
const toEnd = () => { box.scrollTop = box.scrollHeight; };

function keepEnd(change) {
  const follow = atEnd();
  change();
  if (follow) toEnd();
}

// ---- parts of pages -----------------------------------------------------------------------------

/** Fetches a page of this house as a document. */
async function fetchPage(url, options = {}) {
  const answer = await fetch(url, { credentials: 'same-origin', ...options,
    headers: { Accept: 'text/html', ...options.headers } });
  const page = new DOMParser().parseFromString(house.createHTML(await answer.text()), 'text/html');
  return { answer, page };
}

/** Takes over what a page of this chat shows, but for the text in the box, which is newer here. */
function show(page) {
  const next = page.getElementById('messages');
  if (!next) return false;
  keepEnd(() => list.replaceChildren(...next.childNodes));
  const nextForm = page.querySelector('form.composer');
  if (nextForm) {
    for (const name of ['csrf', 'idempotencyKey', 'parentId']) {
      const from = nextForm.elements[name];
      const to = form.elements[name];
      if (from && to) to.value = from.value;
    }
    form.querySelector('.composer-send').replaceWith(nextForm.querySelector('.composer-send'));
    form.querySelector('.composer-error')?.remove();
    const error = nextForm.querySelector('.composer-error');
    if (error) form.prepend(error);
  }
  document.querySelector('div.composer')?.remove();
  const needsGems = page.querySelector('div.composer');
  if (needsGems) form.before(needsGems);
  setBalance(page.querySelector('[data-balance]')?.textContent);
  chat.dataset.stream = page.getElementById('chat')?.dataset.stream ?? '';
  return true;
}

function setBalance(text) {
  if (text === undefined || text === null) return;
  for (const number of document.querySelectorAll('[data-balance]')) number.textContent = text;
}

async function refresh() {
  const { answer, page } = await fetchPage(`/chat/${id}`);
  if (answer.ok) show(page);
}

// ---- the reply as it is written -----------------------------------------------------------------

let source = null;

/** Puts plain text with *actions* into an element, paragraph by paragraph. */
function write(target, text) {
  const paragraphs = text.split(/\n{2,}/).map((part) => {
    const p = document.createElement('p');
    part.split(/(\*[^*\n]+\*)/).forEach((piece) => {
      if (/^\*[^*]+\*$/.test(piece)) {
        const em = document.createElement('em');
        em.textContent = piece.slice(1, -1);
        p.append(em);
      } else {
        p.append(piece);
      }
    });
    return p;
  });
  target.replaceChildren(...paragraphs);
}

function follow(url) {
  source?.close();
  const live = list.querySelector('.msg-live .msg-text');
  let text = '';
  let after = 0;
  let tries = 0;
  let painting = false;
  live?.setAttribute('aria-busy', 'true');

  function paint() {
    painting = false;
    if (live) keepEnd(() => write(live, text));
  }
  function end() {
    source?.close();
    source = null;
    chat.dataset.stream = '';
    refresh().catch(() => say('The reply is done. Reload to see it.'));
  }
  function connect() {
    source = new EventSource(after ? `${url}?after=${after}` : url);
    source.addEventListener('open', () => { tries = 0; });
    source.addEventListener('token_delta', (event) => {
      after = Number(event.lastEventId) || after;
      text += JSON.parse(event.data).text;
      if (!painting) {
        painting = true;
        requestAnimationFrame(paint);
      }
    });
    source.addEventListener('message_complete', end);
    source.addEventListener('moderation_block', end);
    source.addEventListener('credit_update', (event) => {
      setBalance(String(JSON.parse(event.data).gemBalance));
    });
    source.addEventListener('error', (event) => {
      if (event.data) {
        const problem = JSON.parse(event.data);
        say(problem.message);
        end();
        return;
      }
      // The line broke: try again from where the text stands, then offer to do it by hand.
      source?.close();
      tries += 1;
      if (tries > 6) {
        say('The connection is gone. The reply goes on here; reload when you are back.');
        return;
      }
      setTimeout(connect, Math.min(8000, 300 * 2 ** tries));
    });
  }
  connect();
}

addEventListener('pagehide', () => source?.close());
addEventListener('pageshow', (event) => {
  if (event.persisted) refresh().then(start).catch(() => {});
});

// ---- sending ------------------------------------------------------------------------------------

let sending = false;

/** Where a form goes. A button without an address of its own says that of the page, so ask it first. */
const target = (element, button) =>
  (button?.hasAttribute('formaction') ? button.formAction : element.action);

async function submit(element, button) {
  if (sending) return;
  sending = true;
  const url = target(element, button);
  const isSend = element === form && !button?.hasAttribute('formnovalidate');
  button?.setAttribute('aria-busy', 'true');
  try {
    const body = new URLSearchParams(new FormData(element, button ?? undefined));
    const { answer, page } = await fetchPage(url, { method: 'POST', body });
    if (isSend && answer.ok) {
      input.value = '';
      resize();
    }
    if (!show(page)) location.assign(answer.url);
    if (!answer.ok) {
      const why = form.querySelector('.composer-error') ?? page.querySelector('.empty p:not([class])');
      if (why) say(why.textContent);
      if (isSend) input.focus();
    } else if (isSend) {
      toEnd();
    }
    start();
  } catch {
    say('That did not go out. Your message is still in the box; try again.');
  } finally {
    sending = false;
    button?.removeAttribute('aria-busy');
  }
}

function start() {
  if (chat.dataset.stream) follow(chat.dataset.stream);
}

// ---- the composer -------------------------------------------------------------------------------

function resize() {
  // Rows instead of a height: the page's policy allows no inline style.
  const lines = input.value.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 60), 0);
  input.rows = Math.max(1, Math.min(8, lines));
}

let draftTimer = 0;

function keepDraft() {
  clearTimeout(draftTimer);
  draftTimer = setTimeout(() => {
    const body = new URLSearchParams({ draft: input.value, csrf: form.elements.csrf.value });
    fetch(`/chat/${id}`, { method: 'POST', body, headers: { Accept: 'application/json' } })
      .catch(() => {});
  }, 1500);
}

if (chat && form && input) {
  document.addEventListener('submit', (event) => {
    const { target: element, submitter } = event;
    if (!chat.contains(element) ||
      !/\/(message|stop|regenerate|swipe|rate)$/.test(target(element, submitter))) return;
    event.preventDefault();
    submit(element, submitter);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit(form.querySelector('.composer-send'));
    }
  });
  input.addEventListener('input', () => { resize(); keepDraft(); });
  resize();
  toEnd();
  start();
}

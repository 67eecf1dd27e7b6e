// One event stream at a time: of the reply that is being written, else of the member.
import { articles, chat, element, gemsText, id, input, list, say, says, setBalance } from './10-page.mjs';
import { pointOut } from './20-scroll.mjs';
import { refresh, refreshOrSay } from './30-show.mjs';
import { isSheetOpen } from './60-edit.mjs';
import { isSending } from './70-send.mjs';

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

const MARKS = /(\*\*[^*\n]+\*\*|\*[^*\n]+\*|"[^"\n]+"|\u201c[^\u201d\n]+\u201d)/;

/** Appends a text, with *actions*, **weight** and speech as they will look when the reply is whole. */
function put(into, text) {
  text.split(MARKS).forEach((piece, i) => {
    const isSpeech = piece[0] !== '*';
    const cut = piece.startsWith('**') ? 2 : 1;
    if (i % 2 === 0) {
      into.append(piece);
    } else {
      const part = element(isSpeech ? 'q' : ['em', 'strong'][cut - 1], '', isSpeech ? piece[0] : '');
      put(part, piece.slice(cut, -cut));
      if (isSpeech) part.append(piece.at(-1));
      into.append(part);
    }
  });
}

/** Puts the text of a growing reply into an element, paragraph by paragraph. */
function write(target, text) {
  target.replaceChildren(...text.split(/\n{2,}/).map((part) => {
    const p = element('p', 'growing');
    put(p, part);
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
    credit_update: (data) => setBalance(gemsText(data.gemBalance)),
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

/** A line that was written for the member goes behind what stands in the box. */
function takeLine({ text, message }) {
  if (chat.dataset.past) document.getElementById('lending')?.remove();
  else refreshOrSay().then(() => { if (!text) say(message); });
  if (!text) return;
  input.value = input.value.trim() ? `${input.value}\n\n${text}` : text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.focus();
}

/** What other tabs and devices do to this chat shows here, too; a reader elsewhere in it is asked. */
function followMember() {
  stream('/stream/me', chat.dataset.event, {
    credit_update: (data) => setBalance(gemsText(data.gemBalance)),
    draft_update: (data) => { if (data.chatId === id) takeLine(data); },
    chat_update: (data, at) => {
      if (data.chatId !== id || isSending() || at <= Number(chat.dataset.event)) return;
      if (chat.dataset.past || isSheetOpen()) {
        say('This chat went on elsewhere.', 'Show', () => location.assign(`/chat/${id}`));
      } else {
        refreshOrSay().then(pointOut);
      }
    },
  });
}

export function listen() {
  if (chat.dataset.stream) followReply(chat.dataset.stream);
  else followMember();
}

/** The line is there again, or somebody looks again: what the stream missed is fetched without a word. */
function comeBack() {
  if (document.hidden || source?.readyState !== EventSource.CLOSED) return;
  if (chat.dataset.past || isSheetOpen()) listen();
  else refreshOrSay();
}

if (chat) {
  addEventListener('online', comeBack);
  document.addEventListener('visibilitychange', comeBack);
}
addEventListener('pagehide', () => source?.close());
addEventListener('pageshow', (event) => { if (event.persisted && chat) refreshOrSay(); });

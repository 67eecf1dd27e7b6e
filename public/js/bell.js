// The number at the bell, and the gems beside it, follow while somebody looks at the page. Without this
// script the next page has them.

const QUIET_MS = 3000; // who is on the way elsewhere opens no stream
const AGAIN_MS = 30000;
const bell = document.querySelector('.topbar a[href="/notifications"]');
const live = document.createElement('p');
live.className = 'vh';
live.setAttribute('role', 'status');
document.body.append(live);

let events = null;
let timer = 0;

function show(unread) {
  const old = bell.querySelector('.count');
  if (!unread) {
    old?.remove();
    return;
  }
  const count = old ?? document.createElement('span');
  const words = document.createElement('span');
  count.className = 'count';
  words.className = 'vh';
  words.textContent = ' unread';
  count.replaceChildren(String(unread), words);
  if (!old) bell.append(count);
}

const unreadNow = () => parseInt(bell.querySelector('.count')?.textContent ?? '0', 10);

function close() {
  clearTimeout(timer);
  events?.close();
  events = null;
}

function open() {
  if (events || document.hidden) return;
  events = new EventSource('/stream/me');
  events.addEventListener('notification', (event) => {
    show(unreadNow() + 1);
    live.textContent = `Notification: ${JSON.parse(event.data).title}`;
  });
  events.addEventListener('credit_update', (event) => {
    const words = JSON.parse(event.data).gemBalance.toLocaleString('en', { maximumFractionDigits: 3 });
    for (const number of document.querySelectorAll('.topbar [data-balance]')) number.textContent = words;
  });
  events.addEventListener('error', () => {
    close();
    timer = setTimeout(open, AGAIN_MS);
  });
}

/** What came while nobody looked was told to nobody: asked once on coming back. */
async function comeBack() {
  try {
    const answer = await fetch('/api/me', { headers: { Accept: 'application/json' } });
    if (answer.ok) show((await answer.json()).unreadNotifications);
  } catch {
    // The next page has it.
  }
  open();
}

if (bell) {
  timer = setTimeout(open, QUIET_MS);
  document.addEventListener('visibilitychange', () => {
    close();
    if (!document.hidden) comeBack();
  });
  addEventListener('pagehide', close);
  addEventListener('pageshow', (event) => { if (event.persisted) comeBack(); });
}

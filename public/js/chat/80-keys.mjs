// What keys and fingers do.
import { articles, chat, form, id, input, list, say } from './10-page.mjs';
import { newest } from './20-scroll.mjs';
import { isSheetOpen, openSheet } from './60-edit.mjs';

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

export function showEnter() {
  const choice = document.getElementById('enter-sends');
  if (choice) choice.checked = entersSend();
}

document.addEventListener('change', ({ target: choice }) => {
  if (choice.id === 'enter-sends') localStorage.setItem('enter', choice.checked ? 'sends' : 'breaks');
});
showEnter();

const isReplying = () => Boolean(chat.dataset.stream);

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

export function onKey(event) {
  const from = event.target;
  const inText = from.closest('input, textarea, select, dialog[open]');
  const isHeld = event.ctrlKey || event.metaKey;
  if (event.key === 'Enter' && !event.isComposing && from.matches('textarea') &&
    (isHeld || (from === input && entersSend() && !event.shiftKey))) {
    event.preventDefault();
    if (from === input) send();
    else from.form.requestSubmit(from.form.querySelector('.btn-solid'));
  } else if (event.key === 'Escape' && !isSheetOpen()) {
    if (!leave(from) && isReplying()) form.querySelector('[formaction$="/stop"]')?.click();
  } else if (!inText && !event.ctrlKey && !event.metaKey && !event.altKey && KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
}

// ---- phones -------------------------------------------------------------------------------------

/** A stroke across the newest reply turns to another version that is there; it never orders one. */
export function watchFingers() {
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
export function watchKeyboard() {
  const seen = globalThis.visualViewport;
  seen?.addEventListener('resize', () => {
    const isCovered = seen.scale === 1 && seen.height < innerHeight - 80;
    document.body.style.height = isCovered ? `${seen.height}px` : '';
    document.body.classList.toggle('is-covered', isCovered);
    if (isCovered) scrollTo(0, 0);
  });
}

// Hears of everything, once all else is there.
import { box, chat, form, id, input } from './10-page.mjs';
import { load, newest, showNewest, toEnd, watchEnds } from './20-scroll.mjs';
import { listen } from './40-stream.mjs';
import { keepDraft, keepDraftNow, putAround, resize } from './50-composer.mjs';
import { copy, editHere, openSheet } from './60-edit.mjs';
import { submit, target } from './70-send.mjs';
import { onKey, watchFingers, watchKeyboard } from './80-keys.mjs';

if (chat && form && input) {
  box.after(newest);
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

// The box: its height, its draft, the marks around what is selected.
import { form, id, input } from './10-page.mjs';

export function resize() {
  // Rows instead of a height: the page's policy allows no inline style.
  const lines = input.value.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 60), 0);
  input.rows = Math.max(1, Math.min(8, lines));
}

let draftTimer = 0;
let kept = input?.value;
let keeping = null; // a draft on its way

export function keepDraftNow() {
  clearTimeout(draftTimer);
  if (!input || input.value === kept) return;
  kept = input.value;
  const body = new URLSearchParams({ draft: kept, csrf: form.elements.csrf.value });
  keeping = fetch(`/chat/${id}`, { method: 'POST', body, keepalive: true, headers: { Accept: 'application/json' } })
    .catch(() => { kept = null; });
}

addEventListener('pagehide', keepDraftNow);

export function keepDraft() {
  clearTimeout(draftTimer);
  draftTimer = setTimeout(keepDraftNow, 2000);
}

/** Puts asterisks around what is selected, or where one writes. */
export function putAround(mark) {
  const { selectionStart: from, selectionEnd: to, value } = input;
  const half = mark.slice(0, mark.length / 2);
  input.setRangeText(half + value.slice(from, to) + half, from, to, 'end');
  input.focus();
  if (from === to) input.setSelectionRange(from + half.length, from + half.length);
  resize();
  keepDraft();
}

/** The text goes out now: no draft of it may arrive later, or it would come back. */
export async function holdDraft() {
  clearTimeout(draftTimer);
  await keeping;
}

export function emptyBox() {
  input.value = '';
  kept = '';
  resize();
}

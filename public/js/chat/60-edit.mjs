// One message: editing it where it stands, copying it, and the sheet that shows more of it.
import { box, chat, element, fetchPage, list, say } from './10-page.mjs';
import { showEnter } from './80-keys.mjs';

/** Puts the form of a message's page in the place of its text. */
export function putEditor(text, page) {
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

export async function editHere(link) {
  if (list.querySelector('#edit')) { list.querySelector('#f-content').focus(); return; }
  try {
    const { answer, page } = await fetchPage(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    putEditor(link.closest('.msg').querySelector('.msg-text'), page);
  } catch {
    location.assign(link.href);
  }
}

export function copy(message) {
  navigator.clipboard.writeText(message.querySelector('.msg-text').innerText.trim())
    .then(() => say('Copied.'), () => say('The browser does not let this page copy.'));
}

// ---- a sheet over the page: one message, the keys -----------------------------------------------

let sheet = null;

export const isSheetOpen = () => Boolean(sheet?.open);
export const closeSheet = () => sheet?.close();
export const sayInSheet = (words) => sheet.prepend(element('p', 'field-error', words));

export function fillSheet(page) {
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

export async function openSheet(url) {
  try {
    const { answer, page } = await fetchPage(url);
    if (!answer.ok || !page.getElementById('sheet')) throw new Error(String(answer.status));
    fillSheet(page);
  } catch {
    location.assign(url);
  }
}

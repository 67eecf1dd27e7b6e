// Sends forms without leaving the page.
import { articles, box, chat, fetchPage, form, input, say } from './10-page.mjs';
import { toEnd } from './20-scroll.mjs';
import { leaveFor, show } from './30-show.mjs';
import { listen } from './40-stream.mjs';
import { emptyBox, holdDraft } from './50-composer.mjs';
import { closeSheet, fillSheet, isSheetOpen, putEditor, sayInSheet } from './60-edit.mjs';

let sending = false;
export const isSending = () => sending;

/** Where a form goes. A button without an address of its own says that of the page, so ask it first. */
export const target = (formElement, button) =>
  (button?.hasAttribute('formaction') ? button.formAction : formElement.action);

/** Keeps what one looks at where it is, whatever becomes of the message whose button was pressed. */
function holdPlace(button) {
  const all = articles();
  const before = all[all.indexOf(button?.closest('.msg')) - 1];
  const top = before?.getBoundingClientRect().top;
  return () => {
    const now = before && document.getElementById(before.id);
    if (now) box.scrollTop += now.getBoundingClientRect().top - top;
  };
}

/** What was asked for is done: the page shows it, or one goes where it leads. */
function settle(formElement, button, answer, page) {
  const wasReplying = chat.dataset.stream;
  const id = formElement.elements.messageId?.value;
  const stay = holdPlace(button);
  closeSheet();
  if (formElement.id === 'edit') formElement.remove();
  if (!show(page)) {
    leaveFor(answer.url);
    return;
  }
  const place = document.getElementById(`m-${id}`);
  // What was deleted, gone back to or ordered makes another end of the chat.
  if (formElement.id === 'delete' || place?.matches('.msg-last') || (chat.dataset.stream && !wasReplying)) toEnd();
  else if (place) place.scrollIntoView({ block: 'nearest' });
  else stay();
}

/** It was refused: says why, and whatever was typed stays where it was typed. */
function complain(formElement, page) {
  const isEditor = formElement.parentElement.matches('.msg-text');
  if (page.getElementById('edit') && isEditor) putEditor(formElement.parentElement, page);
  else if (page.getElementById('sheet') && isSheetOpen()) fillSheet(page);
  else {
    const why = page.querySelector('.composer-error') ?? page.querySelector('.empty p:not([class])');
    const words = why?.textContent ?? 'That was refused. What you wrote is still here.';
    show(page);
    if (isSheetOpen()) sayInSheet(words);
    else if (!document.contains(why)) say(words); // else it stands above the box, as an alert
  }
}

export async function submit(formElement, button) {
  if (sending) return;
  sending = true;
  const isSend = formElement === form && !button?.hasAttribute('formnovalidate');
  button?.setAttribute('aria-busy', 'true');
  try {
    const body = new URLSearchParams(new FormData(formElement, button ?? undefined));
    await holdDraft();
    const { answer, page } = await fetchPage(target(formElement, button), { method: 'POST', body });
    if (isSend && answer.ok) emptyBox();
    if (answer.ok) settle(formElement, button, answer, page);
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

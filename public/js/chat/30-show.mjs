// Takes over what a page of this chat shows.
import { articles, box, chat, fetchPage, form, id, list, say, sayNothing, setBalance } from './10-page.mjs';
import { listen } from './40-stream.mjs';

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

let shown = 0; // how often a page was taken over
let isLeaving = false;

/** Goes to another page. What is heard until then changes nothing here, nor does it lead elsewhere. */
export function leaveFor(url) {
  isLeaving = true;
  location.assign(url);
}

addEventListener('pageshow', () => { isLeaving = false; });

/** Takes over what a page of this chat shows, but for the text in the box, which is newer here. */
export function show(page) {
  const next = page.getElementById('messages');
  const nextChat = page.getElementById('chat');
  if (!next || nextChat?.dataset.chat !== id) return false;
  const nextForm = page.getElementById('composer-form');
  if (!nextForm.elements.content) { // it was ended elsewhere
    location.reload();
    return true;
  }
  shown += 1;
  showMessages(next);
  for (const name of ['csrf', 'idempotencyKey', 'parentId']) {
    if (nextForm.elements[name] && form.elements[name]) form.elements[name].value = nextForm.elements[name].value;
  }
  for (const part of ['.composer-send', '.composer-chips', '.composer-foot']) {
    form.querySelector(part).replaceWith(nextForm.querySelector(part));
  }
  form.querySelector('.composer-error')?.remove();
  const error = nextForm.querySelector('.composer-error');
  if (error) form.prepend(error);
  swap(page, 'div.composer', form);
  swap(page, '.undo', form);
  const rail = document.querySelector('.chat-list');
  if (!rail.contains(document.activeElement)) rail.replaceChildren(...page.querySelector('.chat-list').childNodes);
  setBalance(page.querySelector('[data-balance]')?.textContent);
  for (const name of ['stream', 'event', 'past']) {
    if (nextChat.dataset[name]) chat.dataset[name] = nextChat.dataset[name];
    else delete chat.dataset[name];
  }
  return true;
}

/** Fetches the page of this chat and shows it: once more when another was shown meanwhile, which may be newer. */
export async function refresh() {
  const before = shown;
  const { answer, page } = await fetchPage(`/chat/${id}`);
  if (isLeaving) return;
  if (before !== shown) {
    await refresh();
    return;
  }
  if (answer.ok) show(page);
  listen();
}

export const refreshOrSay = () => refresh().then(sayNothing, () => say('Still no connection.', 'Try again', refreshOrSay));

// Where one reads. The column is reversed, so it stays at the newest line by itself; earlier and later
// messages come in place.
import { articles, box, chat, element, fetchPage, id, list, say } from './10-page.mjs';

const MOST_ARTICLES = 200;

const atEnd = () => box.scrollTop > -120;
export const toEnd = () => { box.scrollTop = 0; };

export const newest = element('button', 'btn newest', 'Newest');
newest.type = 'button';
newest.hidden = true;
newest.addEventListener('click', () => {
  if (chat.dataset.past) location.assign(`/chat/${id}`);
  else toEnd();
});

export function showNewest() {
  newest.hidden = atEnd() && !chat.dataset.past;
  if (newest.hidden) newest.textContent = 'Newest';
}

/** Something new stands where nobody looks: below what is read, or in a tab behind others. */
export function pointOut() {
  if (!atEnd()) newest.textContent = 'New below';
  if (document.hidden && !document.title.startsWith('• ')) document.title = `• ${document.title}`;
}
document.addEventListener('visibilitychange', () => { document.title = document.title.replace(/^• /, ''); });

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
  const days = gone.map((one) => one.previousElementSibling).filter((before) => before?.matches('.day'));
  for (const one of [...days, ...gone]) one.remove();
  const top = articles()[0];
  if (fromTop && days.length > 0 && !top.previousElementSibling?.matches('.day')) top.before(days.at(-1));
  if (fromTop) {
    linkTo('older', 'Earlier messages', `/chat/${id}?before=${number(gone.at(-1))}`);
  } else {
    linkTo('newer', 'Later messages', `/chat/${id}?after=${number(articles().at(-1))}`);
    chat.dataset.past = 'yes';
    box.scrollTop += height - list.offsetHeight;
  }
}

/** One line for the day that goes on where two parts meet. */
function joinDays(above, below) {
  const day = (line) => line?.firstElementChild.dateTime;
  const [last, first] = [[...above.querySelectorAll('.day')].at(-1), below.querySelector('.day')];
  if (first && day(first) === day(last)) first.remove();
}

export async function load(link) {
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
    joinDays(...(isOlder ? [next, list] : [list, next]));
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

export function watchEnds() {
  ends.disconnect();
  const older = list.querySelector('#older');
  if (older) ends.observe(older);
}

// Copies the link of a page that can be shared, or hands it to the device's own sheet. Without this
// script the link stands in a field.
for (const box of document.querySelectorAll('[data-share]')) {
  const field = box.querySelector('input');
  const button = box.querySelector('.share-copy');
  button.hidden = false;
  field.addEventListener('focus', () => field.select());
  button.addEventListener('click', async () => {
    const words = button.querySelector('span');
    try {
      if (navigator.share && matchMedia('(pointer: coarse)').matches) await navigator.share({ title: box.dataset.share, url: field.value });
      else await navigator.clipboard.writeText(field.value);
      words.textContent = 'Copied';
    } catch {
      field.focus();
      field.select();
    }
  });
}

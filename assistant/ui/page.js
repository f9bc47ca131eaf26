// The page's own script: it opens the viewer, moves the focus and passes clicks on to the handlers.
// No text of a document is run or built into HTML here: the server sends it escaped.
document.documentElement.lang = 'fr';
// Gradio takes its own few words from the browser's language: the page is in French for everyone.
Object.defineProperty(navigator, 'language', {get: () => 'fr-FR'});
Object.defineProperty(navigator, 'languages', {get: () => ['fr-FR', 'fr']});
(() => {
  const words = __WORDS__;
  const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
  const send = (name, data) => window.assistantSend && window.assistantSend[name] && window.assistantSend[name](data);
  const by = (selector, root = document) => root.querySelector(selector);
  let opener = null;

  function dialog() {
    let box = document.getElementById('viewer-dialog');
    if (!box) {
      box = document.createElement('dialog');
      box.id = 'viewer-dialog';
      box.setAttribute('aria-labelledby', 'viewer-title');
      box.addEventListener('click', (event) => { if (event.target === box) box.close(); });
      box.addEventListener('close', () => {
        box.classList.remove('zoomed');
        // Browsers give the focus back themselves, save those that never gave it to a clicked button.
        if (opener && opener.isConnected && document.activeElement === document.body) opener.focus();
      });
      document.body.append(box);
    }
    return box;
  }

  function loading() {
    const box = dialog();
    if (box.open) { box.setAttribute('aria-busy', 'true'); return; }
    box.innerHTML = words.loading;
    box.showModal();
  }

  window.assistantShow = (html) => {
    const box = dialog();
    if (!box.open) return;
    const focused = document.activeElement && document.activeElement.dataset;
    const again = focused && focused.act === 'turn' ? document.activeElement.textContent : null;
    box.innerHTML = html;
    box.removeAttribute('aria-busy');
    const zoom = by('.zoom', box);
    if (zoom) zoom.setAttribute('aria-pressed', String(box.classList.contains('zoomed')));
    const same = [...box.querySelectorAll('[data-act=turn]')].find((b) => b.textContent === again && !b.disabled);
    (same || by('[data-first]', box) || by(again ? '.viewer-main' : '[data-act=close]', box) || box).focus();
    const main = by('.viewer-main', box), image = by('.page-image', box), mark = by('.viewer-main mark', box);
    const reach = (top) => { if (main) main.scrollTop = Math.max(0, top - main.clientHeight / 3); };
    if (image) image.decode().catch(() => {}).then(() =>
      reach(image.offsetTop + image.clientHeight * Number(image.dataset.focus || 0)));
    else if (mark) reach(mark.offsetTop);
  };

  function showCard(link) {
    const card = document.getElementById(link.getAttribute('href').slice(1));
    if (!card) return;
    const folded = card.closest('details');
    if (folded) folded.open = true;
    document.querySelectorAll('.card.current').forEach((other) => other.classList.remove('current'));
    card.classList.add('current');
    card.scrollIntoView({block: 'nearest', behavior: calm() ? 'auto' : 'smooth'});
    by('button', card).focus({preventScroll: true});
  }

  window.assistantSave = (html) => {
    const held = document.createElement('template');
    held.innerHTML = html;
    const link = by('a[download]', held.content);
    if (!link) { dialog().innerHTML = html; dialog().showModal(); return; }
    const bytes = Uint8Array.from(atob(link.dataset.content), (character) => character.charCodeAt(0));
    link.href = URL.createObjectURL(new Blob([bytes], {type: link.type}));
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  // Browsers give no clipboard to a page served to another machine without https: its text is selected and copied.
  function copyBySelection(text) {
    const area = document.createElement('textarea');
    area.value = text;
    area.setAttribute('aria-hidden', 'true');
    area.style.cssText = 'position:fixed;top:0;opacity:0';
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (focused) focused.focus();
    return done;
  }

  async function copy(button) {
    const text = button.dataset.copy;
    try { await navigator.clipboard.writeText(text); } catch { if (!copyBySelection(text)) return; }
    const before = button.textContent;
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = before; }, 2000);
  }

  // The list is drawn again: the focus goes back to the same facet, else to the number of documents.
  let refined = null;
  function refine(button, data) {
    refined = {facet: data.facet, value: data.value, before: by('#results .search-layout')};
    send('search', data);
  }
  new MutationObserver(() => {
    const now = by('#results .search-layout');
    if (!refined || !now || now === refined.before) return;
    const same = [...now.querySelectorAll('[data-act=facet]')].find((b) =>
      b.dataset.facet === refined.facet && b.dataset.value === refined.value);
    const target = same || by('.results-count', now);
    if (!same) target.tabIndex = -1;
    refined = null;
    target.focus({preventScroll: true});
  }).observe(document.documentElement, {childList: true, subtree: true});

  const question = () => by('#question textarea');
  const acts = {
    skip: () => question().focus(),
    example: (b) => { send('chat', {example: Number(b.dataset.example)}); question().focus(); },
    drop: (b) => {
      send('chat', {exchange: Number(b.dataset.exchange), index: Number(b.dataset.index)});
      question().focus();
    },
    facet: (b) => refine(b, {facet: b.dataset.facet, value: b.dataset.value}),
    'keep-out': (b) => refine(b, {index: Number(b.dataset.index)}),
    marker: showCard,
    automatic: (b) => { send('chat', {exchange: Number(b.dataset.exchange), automatic: true}); question().focus(); },
    desk: (b) => { opener = b; loading(); send('desk', {do: b.dataset.do, target: Number(b.dataset.target)}); },
    copy,
    export: (b) => send('file', {exchange: Number(b.dataset.exchange), format: b.dataset.format}),
    open: (b) => { opener = dialog().contains(b) ? opener : b; loading(); send('viewer', where(b)); },
    turn: (b) => { loading(); send('viewer', {...where(b), page: Number(b.dataset.page)}); },
    close: () => dialog().close(),
    zoom: (b) => {
      const on = dialog().classList.toggle('zoomed');
      b.setAttribute('aria-pressed', String(on));
    },
  };
  const where = (b) => {
    const page = b.dataset.page && {page: Number(b.dataset.page)};
    if (b.dataset.found) return {found: Number(b.dataset.found), ...page};
    return b.dataset.document ? {document: b.dataset.document, ...page}
      : {exchange: Number(b.dataset.exchange), n: Number(b.dataset.n)};
  };

  // How much of a stretch of the conversation the composer, or the end of the window, hides.
  const hiddenBy = (bottom) => {
    const composer = by('#composer'), floats = composer && getComputedStyle(composer).position === 'sticky';
    return bottom - (floats ? innerHeight - composer.offsetHeight : innerHeight) + 8;
  };
  document.addEventListener('toggle', (event) => {
    const opened = event.target.matches('.exports[open]') && hiddenBy(event.target.getBoundingClientRect().bottom);
    if (opened > 0) scrollBy({top: opened, behavior: 'instant'});
  }, true);

  document.addEventListener('click', (event) => {
    const target = event.target.closest && event.target.closest('[data-act]');
    if (!target || !acts[target.dataset.act]) {
      if (event.target.closest && event.target.closest('#send, #stop, #new-conversation')) question().focus();
      return;
    }
    if (target.tagName === 'A') event.preventDefault();
    acts[target.dataset.act](target);
  });

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('.desk-form')) return;
    event.preventDefault();
    loading();
    const fields = Object.fromEntries(new FormData(form));
    send('desk', {do: form.dataset.do, target: Number(form.dataset.target), fields});
  });

  document.addEventListener('input', (event) => {
    if (!event.target.dataset || event.target.dataset.act !== 'filter-rows') return;
    const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const wanted = plain(event.target.value).split(/\s+/).filter(Boolean);
    const list = event.target.closest('.corpus-list');
    let shown = 0;
    list.querySelectorAll('tbody tr').forEach((row) => {
      const text = plain(row.textContent);
      row.hidden = !wanted.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    });
    by('.no-row', list).hidden = shown > 0;
  });

  // The exchange being written stays in sight, its question first, until the reader scrolls.
  let asked = 0, follow = false;
  for (const gesture of ['wheel', 'touchmove']) addEventListener(gesture, () => { follow = false; }, {passive: true});
  new MutationObserver(() => {
    const all = document.querySelectorAll('#conversation .exchange');
    if (all.length > asked) follow = true;
    asked = all.length;
    if (!follow || !asked) return;
    const last = all[asked - 1], box = last.getBoundingClientRect();
    const hidden = Math.min(box.top - 12, hiddenBy(box.bottom));
    if (hidden > 0) scrollBy({top: hidden, behavior: 'instant'});
    if (by('.progress[hidden]', last)) follow = false;
  }).observe(document.documentElement, {childList: true, subtree: true, characterData: true, attributes: true,
    attributeFilter: ['hidden']});
})();

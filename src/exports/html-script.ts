/**
 * What the file does by itself where scripts run; without them it shows everything, in UTC. It runs in the browser as
 * it stands here, so it is written for browsers, and holds nothing of the review.
 */
export const script = `
'use strict';
(() => {
  const $ = id => document.getElementById(id);
  const times = $('times');
  if (matchMedia('(max-width:56rem)').matches) $('contents').open = false;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const two = number => String(number).padStart(2, '0');
  const local = (time, shown, dayBefore) => {
    const at = new Date(time);
    const day = at.getFullYear() + '-' + two(at.getMonth() + 1) + '-' + two(at.getDate());
    const clock = two(at.getHours()) + ':' + two(at.getMinutes()) + (shown === 'second' ? ':' + two(at.getSeconds()) : '');
    return [day, shown === 'time' && day === dayBefore ? clock : day + ' ' + clock];
  };
  if (times) {
    times.hidden = false;
    $('zone').textContent = zone;
    const button = times.querySelector('button');
    button.addEventListener('click', () => {
      const isLocal = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(isLocal));
      let day;
      let text;
      for (const time of document.querySelectorAll('main time, header time')) {
        time.dataset.utc ??= time.textContent;
        // What is on one day in UTC may be on two in the reader's zone.
        [day, text] = local(time.dateTime, time.dataset.shown, day);
        time.textContent = isLocal ? text : time.dataset.utc;
        time.title = isLocal ? time.dataset.utc : '';
      }
    });
  }
  const form = $('filters');
  if (!form) return;
  form.hidden = false;
  const lines = [...document.querySelectorAll('.transcript > li')];
  const who = form.elements.namedItem('who');
  for (const name of [...new Set(lines.map(line => line.dataset.who))].sort((a, b) => a.localeCompare(b)))
    who.append(new Option(name, name));
  const threads = new Set(lines.flatMap(line => line.dataset.thread ?? []));
  const isInThread = line => line.dataset.thread !== undefined || threads.has(line.id.slice(1));
  const count = form.querySelector('output');
  let texts;
  const apply = () => {
    const given = new FormData(form);
    const words = String(given.get('text')).toLowerCase().split(/\\s+/).filter(Boolean);
    if (words.length > 0) texts ??= lines.map(line => line.textContent.toLowerCase());
    const thread = given.get('thread');
    let shown = 0;
    for (const [nth, line] of lines.entries()) {
      const isShown = (!given.get('who') || line.dataset.who === given.get('who'))
        && words.every(word => texts[nth].includes(word))
        && (thread === 'all' || (thread === 'none' ? !line.classList.contains('reply') : isInThread(line)))
        && (!given.get('files') || line.dataset.files !== undefined)
        && (!given.get('people') || line.dataset.own === undefined);
      if (line.hidden === isShown) line.hidden = !isShown;
      if (isShown) shown += 1;
    }
    count.textContent = shown === lines.length ? 'All ' + shown + ' messages' : shown + ' of ' + lines.length + ' messages';
  };
  let waiting;
  form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, lines.length > 2000 ? 250 : 0); });
  form.addEventListener('reset', () => setTimeout(apply));
  form.addEventListener('submit', event => event.preventDefault());
  apply();
})();
`

/**
 * Scripts that look at the open page. They are texts because they run in the browser, whose types the tests do not have.
 */

/** Visible controls that assistive technology would have no name for. */
export const namelessControls = `(() => {
  const text = element => {
    if (!element) return ''
    if (element.getAttribute('aria-label')) return element.getAttribute('aria-label')
    const copy = element.cloneNode(true)
    for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove()
    return copy.textContent.trim()
  }
  const nameOf = control => {
    const ids = (control.getAttribute('aria-labelledby') ?? '').split(/\\s+/).filter(Boolean)
    const labels = [...(control.labels ?? [])].map(text)
    const isField = ['INPUT', 'SELECT', 'TEXTAREA'].includes(control.tagName)
    return [
      control.getAttribute('aria-label'),
      ...ids.map(id => text(document.getElementById(id))),
      ...labels,
      isField ? '' : text(control),
    ].find(name => name && name.trim())
  }
  const controls = document.querySelectorAll('button, a[href], input, select, textarea, dialog, iframe, [role=log], [role=listbox]')
  return [...controls].filter(control => control.checkVisibility() && !nameOf(control)).map(control => control.outerHTML.slice(0, 200))
})()`

/** Ids that more than one element has. */
export const repeatedIds = `(() => {
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id)
  return ids.filter((id, index) => ids.indexOf(id) !== index)
})()`

/** Texts whose contrast to what is behind them is less than WCAG's AA asks for. */
export const faintTexts = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const read = color => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
    return { r, g, b, a: a / 255 }
  }
  const over = (top, below) => {
    const mix = part => top[part] * top.a + below[part] * (1 - top.a)
    return { r: mix('r'), g: mix('g'), b: mix('b'), a: 1 }
  }
  const behind = element => {
    const layers = []
    for (let at = element; at; at = at.parentElement) layers.push(read(getComputedStyle(at).backgroundColor))
    return layers.reverse().reduce((below, layer) => over(layer, below), read(getComputedStyle(document.documentElement).backgroundColor))
  }
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map(part => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const hasOwnText = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
  const faint = []
  for (const element of document.querySelectorAll('body *')) {
    if (!hasOwnText(element) || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    if (element.closest('[disabled], .emoji, .entry-mark, .file-preview')) continue
    const style = getComputedStyle(element)
    const ground = behind(element)
    const ink = luminance(over(read(style.color), ground))
    const paper = luminance(ground)
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)
    const size = Number.parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (ratio < (isLarge ? 3 : 4.5)) faint.push(ratio.toFixed(2) + ' ' + element.className + ' ' + element.textContent.slice(0, 40))
  }
  return faint
})()`

/** How far the page reaches beyond the right edge of the window, in pixels. */
export const overflow = `document.documentElement.scrollWidth - window.innerWidth`

/** How far the list of messages is from its end, in whole pixels. */
export const fromEnd = `(() => {
  const list = document.querySelector('[role=log]')
  return Math.floor(list.scrollHeight - list.scrollTop - list.clientHeight)
})()`

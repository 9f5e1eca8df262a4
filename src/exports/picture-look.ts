import type { MarkKind, Tone } from '../domain/picture.ts'

/** On white; text in each of these has a contrast of at least 4.5 to 1. */
export const INK = {
  paper: '#ffffff',
  text: '#1d2433',
  label: '#374151',
  faint: '#5b6472',
  grid: '#e3e7ed',
  line: '#9aa4b2',
  event: '#1f3a5f',
  activity: '#7d93b2',
} as const

/** Fills are pale, so that the label on them stays dark on light; the line around says the same once more. */
export const TONES: Record<Tone, { readonly fill: string; readonly line: string }> = {
  neutral: { fill: '#eef1f5', line: '#9aa4b2' },
  info: { fill: '#dceaf9', line: '#4f86c0' },
  busy: { fill: '#e7e0f7', line: '#7a63b8' },
  good: { fill: '#dcf1e3', line: '#3d9163' },
  warn: { fill: '#fdedc8', line: '#b98312' },
  bad: { fill: '#fbdcd8', line: '#c0493c' },
}

interface MarkLook {
  readonly label: string
  readonly symbol: 'circle' | 'triangle' | 'square' | 'diamond' | 'times' | 'plus' | 'wye'
  /** The same shape around 0,0, for the legend. */
  readonly path: string
  readonly fill: string
  readonly line: string
}

const circle = 'M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0Z'
const square = 'M-4.5,-4.5h9v9h-9Z'
const triangle = 'M0,-5.5L5.5,4.5H-5.5Z'
const diamond = 'M0,-6.5L4,0L0,6.5L-4,0Z'
const times = 'M-4.5,-4.5L4.5,4.5M-4.5,4.5L4.5,-4.5'
const plus = 'M-5,0H5M0,-5V5'

/** Each outcome has a shape of its own; its colour says the same. */
export const MARKS: Record<MarkKind, MarkLook> = {
  due: { label: 'due', symbol: 'circle', path: circle, fill: '#ffffff', line: '#5b6472' },
  'on time': { label: 'on time', symbol: 'circle', path: circle, fill: '#3d9163', line: '#2c6d49' },
  late: { label: 'late', symbol: 'triangle', path: triangle, fill: '#e0a526', line: '#8a5f08' },
  automatic: { label: 'missed: automatic', symbol: 'square', path: square, fill: '#fbdcd8', line: '#b03a2e' },
  'put off': { label: 'put off', symbol: 'diamond', path: diamond, fill: '#dceaf9', line: '#33689f' },
  'not delivered': { label: 'not delivered', symbol: 'times', path: times, fill: 'none', line: '#b03a2e' },
  'not owed': { label: 'not owed', symbol: 'circle', path: circle, fill: '#c9d1dc', line: '#7b8797' },
  target: { label: 'target', symbol: 'plus', path: plus, fill: 'none', line: '#1d2433' },
}

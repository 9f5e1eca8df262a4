import { outsideStore } from './outside-store.ts'

const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

/** The colours this browser wants; `system` follows the machine's setting. */
export const theme = outsideStore<Theme>('theme', 'system')

export const themeNames: Readonly<Record<Theme, string>> = {
  system: 'Colours as the system has them',
  light: 'Light colours',
  dark: 'Dark colours',
}

export function chooseTheme(chosen: Theme): void {
  theme.set(chosen)
  applyTheme(chosen)
}

/** The style sheets choose their colours by `color-scheme`. */
export function applyTheme(chosen: Theme): void {
  document.documentElement.dataset.theme = chosen
}

export function isTheme(name: string): name is Theme {
  return themes.some(each => each === name)
}

import 'react'

declare module 'react' {
  interface CSSProperties {
    /** The page's own custom properties. */
    readonly [property: `--${string}`]: string | number
  }
}

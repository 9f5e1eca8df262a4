import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { applyTheme, theme } from './theme.ts'
import './page.css'
import './top-bar.css'
import './sidebar.css'
import './channel.css'
import './message.css'
import './composer.css'
import './doc.css'
import './blocks.css'
import './fields.css'
import './element.css'
import './file.css'
import './dialog.css'
import './panes.css'
import './strip.css'
import './clock.css'

applyTheme(theme.get())
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

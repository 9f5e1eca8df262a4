import bash from 'highlight.js/lib/languages/bash'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import python from 'highlight.js/lib/languages/python'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'
import type { ReactNode } from 'react'
import { withKeys } from './with-keys.ts'

const lowlight = createLowlight({ bash, diff, go, ini, javascript, json, python, sql, typescript, xml, yaml })

/** Code with its parts in colours. Loaded when first needed, with all its languages. */
export function Highlighted({ text, language }: { readonly text: string; readonly language: string }) {
  return <pre className="code">{draw(lowlight.highlight(language, text).children)}</pre>
}

type Node = ReturnType<typeof lowlight.highlight>['children'][number]

function draw(nodes: readonly Node[]): ReactNode[] {
  return withKeys(nodes, (node, key) => {
    if (node.type === 'text') return node.value
    if (node.type !== 'element') return null
    const { className } = node.properties
    return (
      <span key={key} className={Array.isArray(className) ? className.join(' ') : undefined}>
        {draw(node.children.filter(isDrawn))}
      </span>
    )
  })
}

function isDrawn(node: { readonly type: string }): node is Node {
  return node.type === 'text' || node.type === 'element'
}

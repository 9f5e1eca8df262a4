import type { ExternalSelect, MultiExternalSelect } from '@slack/types'
import { useEffect, useRef, useState } from 'react'
import { toPick } from './element-selects.tsx'
import { pickedValues } from './element-state.ts'
import type { ChosenOption } from './model.ts'
import { Picker } from './picker.tsx'
import { sentenceOf } from './refusals.ts'
import { type ElementProps, useField, useSurface } from './surface.tsx'

type AnyExternal = ExternalSelect | MultiExternalSelect

/** A select whose options the app is asked for while the person types. */
export function ExternalSelectElement({ element, blockId, naming, dispatches }: ElementProps<AnyExternal>) {
  const { state, change, isBusy } = useField(blockId, element, dispatches)
  const { groups, search, emptyText } = useSuggestions(blockId, element)
  const isMultiple = element.type === 'multi_external_select'
  const placeholder = element.placeholder?.text ?? (isMultiple ? 'Choose any' : 'Choose one')
  const hasName = naming.id || naming.labelledBy || naming.label
  const held = state.selected_options ?? (state.selected_option ? [state.selected_option] : [])
  const offered = groups.flatMap(group => group.options)
  const pick = (values: readonly string[]) => {
    const chosen = values.flatMap(value => [...offered, ...held].find(option => option.value === value) ?? [])
    const { type } = element
    void change(isMultiple ? { type, selected_options: chosen } : { type, selected_option: chosen[0] ?? null })
  }
  return (
    <Picker
      picks={groups.flatMap(group => group.options.map(option => toPick(option, group.label?.text)))}
      chosen={held.map(option => toPick(option))}
      picked={pickedValues(state)}
      onPick={pick}
      onSearch={search}
      emptyText={emptyText}
      naming={hasName ? naming : { ...naming, label: placeholder }}
      placeholder={placeholder}
      isMultiple={isMultiple}
      isBusy={isBusy}
      limit={'max_selected_items' in element ? element.max_selected_items : undefined}
    />
  )
}

interface Suggested {
  readonly label?: { readonly text: string }
  readonly options: readonly ChosenOption[]
}

type Search = 'short' | 'loading' | 'done' | { readonly failed: string }

/** Slack's own default (docs.slack.dev/reference/block-kit/block-elements/select-menu-element). */
const defaultMinQueryLength = 3
const pauseMs = 200

function useSuggestions(blockId: string, element: AnyExternal) {
  const { suggest } = useSurface()
  const [groups, setGroups] = useState<readonly Suggested[]>([])
  const [search, setSearch] = useState<Search>('short')
  const latest = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const least = element.min_query_length ?? defaultMinQueryLength
  const load = async (query: string, turn: number) => {
    const answer = await suggest(blockId, element, query)
    // An answer to what was typed before must not replace one to what is typed now.
    if (turn !== latest.current) return
    setGroups(answer.ok ? readSuggested(answer) : [])
    setSearch(answer.ok ? 'done' : { failed: sentenceOf(answer.error ?? 'The app offered nothing.') })
  }
  return {
    groups,
    emptyText: emptyTextFor(search, least),
    search: (typed: string) => {
      latest.current += 1
      const turn = latest.current
      clearTimeout(timer.current)
      if (typed.length < least) {
        setGroups([])
        setSearch('short')
        return
      }
      setSearch('loading')
      timer.current = setTimeout(() => void load(typed, turn), pauseMs)
    },
  }
}

function emptyTextFor(search: Search, least: number): string {
  if (search === 'short') return least === 1 ? 'Type to search.' : `Type at least ${least} characters to search.`
  if (search === 'loading') return 'Searching…'
  return search === 'done' ? 'No match' : search.failed
}

function readSuggested(answer: { readonly [field: string]: unknown }): readonly Suggested[] {
  const { options, option_groups: groups } = answer
  if (Array.isArray(groups)) return groups
  return Array.isArray(options) ? [{ options }] : []
}

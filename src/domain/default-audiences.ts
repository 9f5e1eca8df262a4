import { AUDIENCE_FIELDS, type AudiencePolicy } from './audience-policy.ts'

/** The audiences as they come; a policy changes, adds and removes. Who stands first wins where two share a reader. */
export const defaultAudiences: Readonly<Record<string, AudiencePolicy>> = {
  responders: {
    label: 'Responders',
    channels: [],
    fields: [...AUDIENCE_FIELDS],
    fieldLabels: {
      state: 'Conditions',
      impact: 'Impact',
      actions: 'Actions',
      workaround: 'Workaround',
      needs: 'Needs',
    },
    templates: { heading: '{{id}} update: {{title}} ({{priority}}, {{status}})' },
    cadence: { P1: 30, P2: 60, P3: 240, P4: null },
    involvement: 'consulted',
  },
  leadership: {
    label: 'Leadership',
    channels: [],
    fields: ['title', 'state', 'impact', 'needs', 'resolution', 'happened', 'prevention', 'promises'],
    categoryFields: { security: ['title', 'impact', 'needs'] },
    fieldLabels: { state: 'Where things stand', impact: 'Business impact', needs: 'What we need from you' },
    cadence: { P1: 30, P2: 60, P3: null, P4: null },
    closing: { notice: true, review: true },
    involvement: 'consulted',
  },
  support: {
    label: 'Support',
    channels: [],
    fields: ['impact', 'workaround', 'happened', 'prevention', 'promises'],
    categoryFields: { security: ['impact', 'workaround'] },
    fieldLabels: { impact: 'What customers see', workaround: 'What to tell them' },
    templates: { heading: '{{id}}: {{service}}{{^service}}A service{{/service}} ({{status}})' },
    cadence: { P1: 30, P2: 60, P3: 240, P4: 1440 },
  },
  customers: {
    label: 'Customers',
    channels: [],
    fields: ['impact', 'workaround', 'happened', 'prevention', 'promises'],
    categoryFields: { security: ['impact', 'workaround'] },
    fieldLabels: { impact: 'What you may notice', workaround: 'What you can do meanwhile' },
    templates: {
      heading:
        '{{service}}{{^service}}Our service{{/service}}: {{#isOver}}{{statusInText}}{{/isOver}}{{^isOver}}we are working on a disruption{{/isOver}}',
    },
    tone: 'Plain words, no names of systems or people, no promises that depend on luck.',
    cadence: { P1: 30, P2: 60, P3: null, P4: null },
    closing: { notice: true, apology: 'We are sorry for the disruption. Thank you for your patience.' },
  },
  legal: {
    label: 'Legal',
    channels: [],
    incidents: { categories: ['security'] },
    fields: ['title', 'state', 'impact', 'actions', 'resolution', 'happened', 'prevention', 'promises'],
    fieldLabels: { state: 'Facts', impact: 'Data and people concerned', actions: 'What is being done' },
    templates: { heading: '{{id}}: {{title}} ({{status}}), confidential' },
    cadence: { P1: 30, P2: 60, P3: 240, P4: null },
    involvement: 'consulted',
  },
  followers: {
    label: 'Followers',
    channels: [],
    fields: ['title', 'state', 'impact', 'workaround', 'resolution', 'happened', 'prevention', 'promises'],
    categoryFields: { security: ['title', 'impact', 'workaround'] },
    fieldLabels: {
      state: 'Where things stand',
      impact: 'What is affected',
      workaround: 'What you can do meanwhile',
    },
    cadence: {},
  },
}

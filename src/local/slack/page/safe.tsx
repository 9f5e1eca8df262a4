import { Component, type ReactNode } from 'react'

interface SafeProps {
  readonly children: ReactNode
  /** A new value gives the children another try. */
  readonly resetOn: unknown
  /** What is shown in their place. */
  readonly otherwise?: ReactNode
}

/** Keeps one broken part from taking the page with it. React offers this to classes only. */
export class Safe extends Component<SafeProps, { failedOn: unknown }> {
  override state: { failedOn: unknown } = { failedOn: undefined }

  static getDerivedStateFromError() {
    return { failedOn: failed }
  }

  override componentDidUpdate(before: SafeProps) {
    if (this.state.failedOn === failed && before.resetOn !== this.props.resetOn) this.setState({ failedOn: undefined })
  }

  override render() {
    if (this.state.failedOn !== failed) return this.props.children
    return this.props.otherwise ?? <p className="unknown">This part could not be shown.</p>
  }
}

const failed = Symbol('failed')

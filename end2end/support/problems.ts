// What must not happen in a browser while a test runs, collected from every page of its context.

import type { BrowserContext, ConsoleMessage, Request, Response } from '@playwright/test';

/** A warning is a problem when it is about hydration; Chromium's own advice is not. */
const seriousWarning = /hydrat|panicked|unreachable|content security policy|leptos|tachys/i;

export class Problems {
  private readonly found: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Tells what the test provokes on purpose. Each pattern must come true, or the test fails. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns);
  }

  /** `hasScripts: false`: Chromium then also refuses to preload the page's scripts, and calls that "csp". */
  async watch(context: BrowserContext, hasScripts = true): Promise<void> {
    context.on('console', (message) => this.onConsole(message));
    context.on('weberror', (error) => this.add(`page error: ${error.error().stack ?? error.error().message}`));
    context.on('requestfailed', (request) => {
      if (hasScripts || request.failure()?.errorText !== 'csp') this.onRequestFailed(request);
    });
    context.on('response', (response) => this.onResponse(response));
    // Violations that Chromium does not print, such as those of a report-only policy.
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP violation: ${event.violatedDirective} blocked ${event.blockedURI || 'inline'} at ${event.sourceFile}:${event.lineNumber}`);
      });
    });
  }

  /** Problems nobody expected, and expectations that did not come true. */
  unexpected(): string[] {
    const surprises = this.found.filter((problem) => !this.expected.some((pattern) => pattern.test(problem)));
    const missing = this.expected.filter((pattern) => !this.found.some((problem) => pattern.test(problem)));
    return [...surprises, ...missing.map((pattern) => `expected, but did not happen: ${pattern}`)];
  }

  private add(problem: string): void {
    this.found.push(problem);
  }

  private onConsole(message: ConsoleMessage): void {
    const type = message.type();
    if (type !== 'error' && !(type === 'warning' && seriousWarning.test(message.text()))) return;
    this.add(`console ${type}: ${message.text()} (${message.location().url})`);
  }

  private onRequestFailed(request: Request): void {
    const reason = request.failure()?.errorText ?? 'unknown';
    // A page that is left, or a stream that the person stops, aborts what is under way.
    if (reason !== 'net::ERR_ABORTED') this.add(`request failed: ${request.method()} ${request.url()}: ${reason}`);
  }

  private onResponse(response: Response): void {
    if (response.status() >= 500) this.add(`response ${response.status()}: ${response.request().method()} ${response.url()}`);
  }
}

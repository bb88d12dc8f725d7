// The browser tests: real Chromium against the real binary and its embedded emulator; each worker has its own console.
//
// specs/*.spec.ts            desktop, with scripts
// specs/*.noscript.spec.ts   the same pages with scripts off: reading, and plain forms
// specs/*.phone.spec.ts      a phone's screen and touch

import { defineConfig, devices } from '@playwright/test';

const chromium = {
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export default defineConfig({
  testDir: 'specs',
  globalSetup: './support/before-all.ts',
  globalTeardown: './support/after-all.ts',
  outputDir: 'test-results',
  reporter: [['list']],
  workers: 2,
  // Each test names what it changes, so files run side by side; within a file the order is kept.
  fullyParallel: false,
  forbidOnly: process.env.CI === 'true',
  // A failing test gets a second try, with a new console and browser, where nobody can look; the list calls it flaky.
  retries: process.env.CI === 'true' ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: chromium,
    locale: 'en-GB',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    // Recording takes a good part of a test's time: pictures and the console's log tell enough where nobody can look.
    trace: process.env.CI === 'true' ? 'off' : 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'desktop',
      testIgnore: ['**/*.noscript.spec.ts', '**/*.phone.spec.ts'],
      use: { viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'no-script',
      testMatch: '**/*.noscript.spec.ts',
      use: { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false },
    },
    {
      name: 'phone',
      testMatch: '**/*.phone.spec.ts',
      use: { ...devices['Pixel 7'] },
    },
  ],
});
